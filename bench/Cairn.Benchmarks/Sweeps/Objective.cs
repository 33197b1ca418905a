using System.Text.Json;
using Cairn.Analysis.Sweeps;

namespace Cairn.Benchmarks.Sweeps;

/// <summary>A function with a known least value, to search.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Space">Where it is searched.</param>
/// <param name="Of">Its value at a trial's numbers, in the order of the space.</param>
/// <param name="Least">Its least value.</param>
/// <param name="Evaluations">How many trials a search gets.</param>
internal sealed record Objective(
    string Name, SweepSpace Space, Func<double[], double> Of, double Least, int Evaluations)
{
    /// <summary>Branin's function of two numbers (Dixon and Szegő, 1978): three equal minima of 0.397887.</summary>
    public static Objective Branin() => new("Branin", Parse("""
        {"x": {"min": -5.0, "max": 10.0}, "y": {"min": 0.0, "max": 15.0}}
        """), v => Math.Pow(v[1] - (5.1 / (4 * Math.PI * Math.PI) * v[0] * v[0]) + (5 / Math.PI * v[0]) - 6, 2)
            + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(v[0])) + 10, 0.397887, 40);

    /// <summary>Hartmann's function of six numbers (Dixon and Szegő, 1978): least value -3.32237.</summary>
    public static Objective Hartmann()
    {
        double[] alpha = [1, 1.2, 3, 3.2];
        double[][] a =
        [
            [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14],
        ];
        double[][] p =
        [
            [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
            [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
        ];
        var parameters = Enumerable.Range(1, 6).Select(i => $"\"x{i}\": {{\"min\": 0.0, \"max\": 1.0}}");
        return new Objective("Hartmann-6", Parse($"{{{string.Join(',', parameters)}}}"),
            v => -Enumerable.Range(0, 4).Sum(i => alpha[i]
                * Math.Exp(-Enumerable.Range(0, 6).Sum(j => a[i][j] * Math.Pow(v[j] - p[i][j], 2)))), -3.32237, 60);
    }

    private static SweepSpace Parse(string parameters)
    {
        using var document = JsonDocument.Parse(parameters);
        return SweepSpace.Parse(document.RootElement).Value!;
    }
}
