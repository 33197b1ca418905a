namespace Cairn.Cli.Tests.Driving;

/// <summary>What a command that has ended left behind.</summary>
internal sealed record Ended(int Code, string Output, string Errors);
