using System.Text.Json;

namespace Cairn.Analysis.Sweeps;

/// <summary>One run of a sweep as the search sees it.</summary>
/// <param name="Values">The run's configuration: <c>{"lr":{"value":0.1}}</c> as proposed, or plain <c>{"lr":0.1}</c>;
/// keys that the sweep does not search are ignored.</param>
/// <param name="State">How far the trial is.</param>
/// <param name="Metric">The trial's result; null takes the best finite value of the history. NaN and infinities
/// count as a failed trial.</param>
/// <param name="History">The metric's values in the order they were logged; value n is iteration n, from 0.</param>
public sealed record SweepTrial(
    JsonElement Values, SweepTrialState State, double? Metric = null, IReadOnlyList<double>? History = null);
