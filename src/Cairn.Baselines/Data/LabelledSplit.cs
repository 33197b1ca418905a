using Cairn.Analysis.Baselines;

namespace Cairn.Baselines.Data;

/// <summary>Training and test data of one task.</summary>
/// <param name="Train">What is learnt from.</param>
/// <param name="Test">What is predicted.</param>
/// <param name="Classes">Names of the classes; empty for a regression.</param>
public sealed record LabelledSplit(LabelledData Train, LabelledData Test, IReadOnlyList<string> Classes);
