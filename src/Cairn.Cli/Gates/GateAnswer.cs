namespace Cairn.Cli.Gates;

/// <summary>The server's answer to a gate.</summary>
internal sealed record GateAnswer(
    long Id, string Name, string? Commit, bool Passed, IReadOnlyList<GateAnswerCheck> Checks, IReadOnlyList<string> Warnings);

internal sealed record GateAnswerCheck(string Title, int Line, bool Passed, string Detail);
