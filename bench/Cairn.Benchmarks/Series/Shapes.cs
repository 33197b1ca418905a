namespace Cairn.Benchmarks.Series;

/// <summary>Columns as training runs make them.</summary>
internal static class Shapes
{
    public static readonly string[] Names = ["loss float32", "loss double", "accuracy 4 digits", "learning rate", "gpu percent", "constant", "random double"];

    public static double[] Make(string name, int count, int seed)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var noise = 0.05 * ((random.NextDouble() + random.NextDouble() + random.NextDouble()) - 1.5);
            var loss = ((2.3 * Math.Exp(-i / 3000.0)) + 0.1) * (1 + noise);
            values[i] = name switch
            {
                "loss float32" => (float)loss,
                "loss double" => loss,
                "accuracy 4 digits" => Math.Round(1 - (loss / 2.6), 4),
                "learning rate" => 0.001 * Math.Pow(0.999, i / 100),
                "gpu percent" => Math.Round(80 + (15 * noise * 20)),
                "constant" => 0.5,
                _ => random.NextDouble() * 1000,
            };
        }

        return values;
    }
}
