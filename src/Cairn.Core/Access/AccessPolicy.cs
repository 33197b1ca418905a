namespace Cairn.Core.Access;

/// <summary>How a server decides who may use it.</summary>
/// <param name="NeedsKey">False on a single user's own machine: everyone who reaches the server is that user.</param>
public sealed record AccessPolicy(bool NeedsKey);
