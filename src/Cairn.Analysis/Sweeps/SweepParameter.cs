namespace Cairn.Analysis.Sweeps;

/// <summary>One value that a sweep sets.</summary>
/// <param name="Path">The names from the outermost nested block to the parameter itself.</param>
/// <param name="Distribution">What values it may take.</param>
public sealed record SweepParameter(IReadOnlyList<string> Path, SweepDistribution Distribution)
{
    /// <summary>The path joined by dots, for people.</summary>
    public string Name => string.Join('.', Path);
}
