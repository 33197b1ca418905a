namespace Cairn.Analysis.Sweeps;

/// <summary>The values a grid gives one parameter.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="At">Their coordinates by place.</param>
/// <param name="Find">The place of a run's coordinate; -1 when it is not on the grid.</param>
internal sealed record GridAxis(long Count, Func<long, double> At, Func<double, long> Find)
{
    public static SweepOutcome<GridAxis> Of(SweepParameter parameter)
    {
        switch (parameter.Distribution)
        {
            case ChoiceDistribution { Name: "constant" or "categorical" } choice:
                // A value listed twice is one trial.
                var places = Enumerable.Range(0, choice.Values.Count)
                    .Where(i => choice.TryRead(choice.Values[i], out var first) && (int)first == i).ToArray();
                return new GridAxis(places.Length, i => places[i], v => Array.IndexOf(places, (int)v));
            case IntegerDistribution whole:
                return new GridAxis(whole.Count!.Value, i => whole.Min + i, v => (long)v - whole.Min);
            case NumberDistribution { Name: "q_uniform" } stepped:
                return Stepped(parameter.Name, stepped);
            default:
                return new SweepProblem($"parameters.{parameter.Name}",
                    $"is {parameter.Distribution.Name}, which a grid can not enumerate.",
                    "Use values, min and max as whole numbers, or q_uniform; or search with random or bayes.");
        }
    }

    /// <summary>W&amp;B's grid of q_uniform: from min in steps of q, max left out.</summary>
    private static SweepOutcome<GridAxis> Stepped(string name, NumberDistribution range)
    {
        var (min, max, step) = (range.LatentMin, range.LatentMax, range.Step);
        // 0.3 / 0.1 is a little less than 3: without the tolerance rounding would decide whether max is in.
        var count = Math.Ceiling(((max - min) / step) - 1e-9);
        if (count >= Numbers.Whole)
            return new SweepProblem($"parameters.{name}", "has too many steps of q.", "Use a larger q.");
        return new GridAxis(Math.Max(1, (long)count), At, value =>
        {
            var place = Math.Round((value - min) / step);
            return place >= 0 && place < Math.Max(1, count) && Math.Abs(At((long)place) - value) < 1e-6 * step
                ? (long)place : -1;
        });

        double At(long i)
        {
            var value = min + (i * step);
            var clean = Math.Abs(value) < 1e6 ? Math.Round(value, 12) : value;
            return Math.Abs(clean - value) < 1e-9 * step ? clean : value;
        }
    }
}
