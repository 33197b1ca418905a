using System.Globalization;
using System.Text;

namespace Cairn.Cli.Bench;

/// <summary>
/// A request body of metric rows made once and renumbered for each use, so that the load generator's own work stays
/// small beside the server's. Values look like losses: a falling curve with float32 noise.
/// </summary>
internal sealed class MetricPayload
{
    // Constant widths let steps and times be overwritten in place.
    public const long FirstStep = 100_000_000_000;
    private readonly int[] _stepAt;
    private readonly int[] _timeAt;

    private MetricPayload(byte[] bytes, int[] stepAt, int[] timeAt, int points)
    {
        Bytes = bytes;
        _stepAt = stepAt;
        _timeAt = timeAt;
        Points = points;
    }

    public byte[] Bytes { get; }

    public int Points { get; }

    public int Rows => _stepAt.Length;

    /// <summary>JSON lines of the native API.</summary>
    public static MetricPayload Native(int rows, int keys, int seed)
    {
#pragma warning disable CA5394 // Noise for a load generator.
        var random = new Random(seed);
        var text = new StringBuilder();
        var stepAt = new int[rows];
        var timeAt = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            text.Append("{\"step\":");
            stepAt[row] = text.Length;
            text.Append(CultureInfo.InvariantCulture, $"{FirstStep},\"time\":");
            timeAt[row] = text.Length;
            text.Append("1000000000000,\"metrics\":{");
            for (var key = 0; key < keys; key++)
            {
                var value = (float)(((2.0 + key) / (1 + (row * 0.01))) + (random.NextDouble() * 0.1));
                text.Append(CultureInfo.InvariantCulture, $"{(key == 0 ? "" : ",")}\"train/metric_{key:00}\":{value:R}");
            }

            text.Append("}}\n");
        }
#pragma warning restore CA5394
        return new MetricPayload(Encoding.ASCII.GetBytes(text.ToString()), stepAt, timeAt, rows * keys);
    }

    /// <summary>
    /// A W&amp;B file_stream request: rows of history, each a JSON object inside a text. The rows number themselves, so
    /// the offset of the request may stay 0.
    /// </summary>
    public static MetricPayload Wandb(int rows, int keys, int seed)
    {
#pragma warning disable CA5394 // Noise for a load generator.
        var random = new Random(seed);
        var text = new StringBuilder("{\"files\":{\"wandb-history.jsonl\":{\"offset\":0,\"content\":[");
        var stepAt = new int[rows];
        var timeAt = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "\"{" : ",\"{");
            for (var key = 0; key < keys; key++)
            {
                var value = (float)(((2.0 + key) / (1 + (row * 0.01))) + (random.NextDouble() * 0.1));
                text.Append(CultureInfo.InvariantCulture, $"\\\"train/metric_{key:00}\\\":{value:R},");
            }

            text.Append("\\\"_step\\\":");
            stepAt[row] = text.Length;
            text.Append(CultureInfo.InvariantCulture, $"{FirstStep},\\\"_timestamp\\\":");
            timeAt[row] = text.Length;

            // Thirteen digits and an exponent: seconds, written by the millisecond.
            text.Append("1000000000000e-3}\"");
        }

        text.Append("]}}}");
#pragma warning restore CA5394
        return new MetricPayload(Encoding.ASCII.GetBytes(text.ToString()), stepAt, timeAt, rows * keys);
    }

    /// <summary>Gives the rows the steps from <paramref name="step"/> on, ten milliseconds apart.</summary>
    public void Renumber(long step, long time)
    {
        for (var row = 0; row < _stepAt.Length; row++)
        {
            Write(_stepAt[row], FirstStep + step + row, 12);
            Write(_timeAt[row], time + (row * 10), 13);
        }
    }

    private void Write(int at, long number, int digits)
    {
        for (var i = digits - 1; i >= 0; i--)
        {
            Bytes[at + i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
