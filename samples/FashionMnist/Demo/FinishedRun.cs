namespace Cairn.Samples.FashionMnist;

/// <summary>
/// A run that is over: what it was, how its model did, the address of its page, and the spool directory that still
/// holds some of it, or null when the server has everything.
/// </summary>
internal sealed record FinishedRun(IExperiment Experiment, ExperimentOutcome Outcome, string Url, string? LeftIn);
