using System.Diagnostics;
using System.Text.Json;

namespace Cairn.Cli.Bench;

/// <summary>What this machine could do at most at this moment, to hold figures against: ratios stay true on a busy one.</summary>
/// <param name="JsonPoints">Points a second that one core tokenises out of the JSON lines of the load.</param>
/// <param name="Flushes">Small durable writes a second to the disk, one after the other.</param>
/// <param name="CopyBytes">Bytes a second that one core copies in memory.</param>
internal sealed record MachineLimits(double JsonPoints, double Flushes, double CopyBytes)
{
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(400);

    /// <summary>Measures for about a second and a half; flushes go to the disk of <paramref name="folder"/>.</summary>
    public static MachineLimits Measure(string folder)
    {
        var payload = MetricPayload.Native(200, 20, 1);
        var tokenised = Rate(() =>
        {
            foreach (var line in new LineSplit(payload.Bytes))
            {
                var json = new Utf8JsonReader(line);
                while (json.Read())
                {
                    if (json.TokenType == JsonTokenType.Number)
                        json.GetDouble();
                }
            }

            return payload.Points;
        });
        var file = Path.Combine(folder, $"flush-{Guid.NewGuid():n}");
        double flushes;
        using (var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0))
        {
            var page = new byte[4096];
            flushes = Rate(() =>
            {
                stream.Write(page);
                stream.Flush(flushToDisk: true);
                return 1;
            });
        }

        File.Delete(file);
        var (from, to) = (new byte[32 << 20], new byte[32 << 20]);
        var copied = Rate(() =>
        {
            from.CopyTo(to, 0);
            return from.Length;
        });
        return new MachineLimits(tokenised, flushes, copied);
    }

    private static double Rate(Func<long> act)
    {
        act();
        long done = 0;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Each)
            done += act();
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The lines of a body.</summary>
    private ref struct LineSplit(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly LineSplit GetEnumerator() => this;

        public bool MoveNext()
        {
            var end = _rest.IndexOf((byte)'\n');
            if (end < 0)
                return false;
            Current = _rest[..end];
            _rest = _rest[(end + 1)..];
            return true;
        }
    }
}
