namespace Cairn.Web.Tests;

/// <summary>A run that a chart draws faint behind the line of its group.</summary>
internal sealed record DrawnMember(long Run, int Points, string Colour);
