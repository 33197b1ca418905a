using Cairn.Storage.Series;

namespace Cairn.Storage.CrashWriter;

/// <summary>The batches of the crash test: what batch n holds depends on n alone.</summary>
public static class CrashBatches
{
    /// <summary>Batches under way at the same time.</summary>
    public const int AtOnce = 4;

    /// <summary>Runs the batches go to.</summary>
    public const int Runs = 3;

    /// <summary>Folds and checkpoints as often as possible, so that kills hit them too.</summary>
    public static SeriesOptions Options { get; } = new()
    {
        FoldRows = 150,
        FoldIdle = TimeSpan.FromMilliseconds(20),
        CheckpointBytes = 256 << 10,
        HeadBytes = 1 << 20,
    };

    /// <summary>The points of a batch.</summary>
    public static IEnumerable<(string Key, long Step, long Time, double Value)> Points(int number)
    {
        var random = new Random(number);
        var rows = random.Next(1, 60);
        for (var row = 0; row < rows; row++)
        {
            // Now and then a batch reaches back among earlier steps.
            long step = (number * 60L) + row - (number % 7 == 0 ? 2000 : 0);
            foreach (var key in number % 5 == 0 ? new[] { "loss" } : ["acc", "loss", "lr"])
                yield return (key, step, 1_700_000_000_000 + (step * 10), random.NextSingle());
        }
    }

    /// <summary>The run of a batch.</summary>
    public static long Run(int number) => number % Runs;

    /// <summary>A batch to append.</summary>
    public static SeriesBatch Make(int number)
    {
        var builder = new SeriesBatchBuilder(Run(number));
        foreach (var row in Points(number).GroupBy(point => (point.Step, point.Time)))
        {
            builder.BeginRow(row.Key.Step, row.Key.Time);
            foreach (var point in row)
                builder.Add(point.Key, point.Value);
            builder.EndRow();
        }

        return builder.Build();
    }
}
