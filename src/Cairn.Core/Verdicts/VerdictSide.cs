using Cairn.Analysis.Verdicts;
using Cairn.Core.Runs;

namespace Cairn.Core.Verdicts;

/// <summary>One side of a comparison with the runs behind it.</summary>
/// <param name="Runs">The runs that have the metric; none for a constant.</param>
/// <param name="Values">Their values in the same order, or the constant.</param>
/// <param name="Examples">Test examples behind each value; null when unknown or not the same for all.</param>
internal sealed record VerdictSide(IReadOnlyList<Run> Runs, IReadOnlyList<double> Values, int? Examples)
{
    public Evidence ToEvidence() => new() { Values = Values, IsConstant = Runs.Count == 0, Examples = Examples };
}
