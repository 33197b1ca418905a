namespace Cairn.Samples.FashionMnist.Training;

/// <summary>
/// A learning rate that grows from zero to <paramref name="Peak"/> over the first <paramref name="WarmUp"/> part of all
/// steps and then falls along half a cosine towards zero (Loshchilov and Hutter 2017, arXiv:1608.03983, without
/// restarts).
/// </summary>
internal sealed record LearningRateSchedule(double Peak, double WarmUp = 0.05)
{
    /// <summary>The rate of step <paramref name="step"/>, counted from 0, of <paramref name="steps"/>.</summary>
    public double At(int step, int steps)
    {
        var warmUp = WarmUp * steps;
        if (step < warmUp) return Peak * (step + 1) / (warmUp + 1);
        return Peak * 0.5 * (1 + Math.Cos(Math.PI * (step - warmUp) / (steps - warmUp)));
    }
}
