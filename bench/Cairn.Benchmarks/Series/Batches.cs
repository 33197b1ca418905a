using Cairn.Storage.Series;

namespace Cairn.Benchmarks.Series;

/// <summary>Batches of rows, every key a float32-born loss curve.</summary>
internal static class Batches
{
    public static SeriesBatch Make(long run, string[] keys, int firstStep, int rows)
    {
        var random = new Random(HashCode.Combine(run, firstStep));
        var builder = new SeriesBatchBuilder(run);
        var time = 1_700_000_000_000 + (firstStep * 50L);
        for (var row = 0; row < rows; row++)
        {
            var step = firstStep + row;
            var level = (2.3 * Math.Exp(-step / 3000.0)) + 0.1;
            time += 45 + random.Next(10);
            builder.BeginRow(step, time);
            foreach (var key in keys)
                builder.Add(key, (float)(level * (0.95 + (0.1 * random.NextDouble()))));
            builder.EndRow();
        }

        return builder.Build();
    }
}
