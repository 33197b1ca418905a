namespace Cairn.Analysis.Sweeps;

/// <summary>What is wrong with a sweep's configuration, in words for the person who wrote it.</summary>
/// <param name="Parameter">Where: the dotted path in the configuration, such as <c>parameters.lr.min</c>.</param>
/// <param name="Detail">A sentence that names what is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record SweepProblem(string Parameter, string Detail, string Remedy)
{
    /// <summary>The problem in one line.</summary>
    public override string ToString() => $"{Parameter}: {Detail} {Remedy}";
}
