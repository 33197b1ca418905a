namespace Cairn.Core.Gates;

/// <summary>What became of one rule.</summary>
/// <param name="Title">The rule.</param>
/// <param name="Line">Its line in the file.</param>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Detail">What was found, in a sentence.</param>
public sealed record GateCheck(string Title, int Line, bool Passed, string Detail);
