namespace Cairn.Baselines;

/// <summary>What a baseline scored.</summary>
/// <param name="Name">The baseline, which is also its landmark's name.</param>
/// <param name="Metric">The metric, such as <c>test/accuracy</c>.</param>
/// <param name="Values">Its value for each seed; one where chance plays no part.</param>
/// <param name="TrainedOn">How many training examples it used.</param>
/// <param name="Seconds">How long all of it took.</param>
public sealed record BaselineResult(string Name, string Metric, IReadOnlyList<double> Values, int TrainedOn, double Seconds)
{
    /// <summary>The mean over seeds.</summary>
    public double Mean => Values.Average();
}
