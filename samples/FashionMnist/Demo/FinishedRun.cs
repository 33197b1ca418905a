namespace Cairn.Samples.FashionMnist;

/// <summary>A run that is over: what it was, how its model did, and the address of its page.</summary>
internal sealed record FinishedRun(IExperiment Experiment, ExperimentOutcome Outcome, string Url);
