namespace Cairn.Core.Verdicts;

/// <summary>A reason to trust a verdict less than its numbers say.</summary>
/// <param name="Code">A word for programs, such as <c>best-of-many</c>.</param>
/// <param name="Text">A sentence for people.</param>
public sealed record VerdictWarning(string Code, string Text);
