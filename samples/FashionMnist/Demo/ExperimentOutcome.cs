using Cairn.Samples.FashionMnist.Evaluation;

namespace Cairn.Samples.FashionMnist;

/// <summary>How the model that an experiment selected did on the validation and on the test images.</summary>
internal sealed record ExperimentOutcome(Scores Validation, Scores Test);
