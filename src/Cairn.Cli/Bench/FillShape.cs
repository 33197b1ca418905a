using System.Globalization;

namespace Cairn.Cli.Bench;

/// <summary>The size of a project to make: how many runs, how many distinct columns, how many of them each run has.</summary>
internal sealed record FillShape(int Runs, int Columns, int PerRun)
{
    /// <summary>Reads <c>runs=100000,columns=2000,per-run=60</c>; every part may be left out. Null with the reason when it can't.</summary>
    public static FillShape? Parse(string text, out string? problem)
    {
        var shape = new FillShape(1000, 100, 60);
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = part.Split('=') is [var left, var right] ? (left, right) : (part, "");
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 10_000_000)
            {
                problem = $"'{part}' is no part of a shape: write runs=N,columns=N,per-run=N with 1 to 10,000,000.";
                return null;
            }

            switch (name)
            {
                case "runs": shape = shape with { Runs = number }; break;
                case "columns": shape = shape with { Columns = number }; break;
                case "per-run": shape = shape with { PerRun = number }; break;
                default:
                    problem = $"A shape has no '{name}': it has runs, columns and per-run.";
                    return null;
            }
        }

        problem = null;
        return shape with { PerRun = Math.Min(shape.PerRun, shape.Columns) };
    }
}
