namespace Cairn.Cli.Bench;

/// <summary>What a benchmark measured.</summary>
/// <param name="Url">The server.</param>
/// <param name="Protocol">How it was spoken to.</param>
/// <param name="Cores">Processor cores of this machine, shared by client and server when both are on it.</param>
/// <param name="Figures">In the order they were measured.</param>
internal sealed record BenchReport(string Url, string Protocol, int Cores, IReadOnlyList<BenchFigure> Figures);
