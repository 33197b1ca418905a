using System.Numerics;
using System.Runtime.InteropServices;

namespace Cairn.Analysis.Baselines;

/// <summary>
/// The k nearest training examples vote, or give their mean (Fix and Hodges 1951; Cover and Hart 1967): Euclidean distance
/// on features scaled to the mean 0 and deviation 1 of the training data; a missing value counts as the mean.
/// </summary>
public sealed class NearestNeighbours(int k = 5) : IBaseline
{
    private const int Tile = 64;

    public string Name => "kNN";

    public bool IsSeeded => false;

    public IReadOnlyDictionary<string, object> Settings { get; } = new Dictionary<string, object> { ["k"] = k, ["scaled"] = true };

    public double[] Predict(LabelledData train, LabelledData test, int seed, CancellationToken cancellationToken)
    {
        var (mean, scale) = Scaling(train);
        var padded = (train.Width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        var (known, asked) = (Scaled(train, mean, scale, padded), Scaled(test, mean, scale, padded));
        var answers = new double[test.Count * test.Outputs];
        var taken = Math.Min(k, train.Count);
        Parallel.For(0, (test.Count + Tile - 1) / Tile, new ParallelOptions { CancellationToken = cancellationToken }, tile =>
        {
            // A tile of test examples stays in the cache while the training data streams by once.
            var from = tile * Tile;
            var count = Math.Min(Tile, test.Count - from);
            var nearest = new (float Distance, int Row)[count * taken];
            Array.Fill(nearest, (float.PositiveInfinity, int.MaxValue));
            for (var row = 0; row < train.Count; row++)
            {
                var one = known.AsSpan(row * padded, padded);
                for (var i = 0; i < count; i++)
                {
                    var distance = Distance(one, asked.AsSpan((from + i) * padded, padded));
                    if (distance < nearest[((i + 1) * taken) - 1].Distance)
                        Insert(nearest.AsSpan(i * taken, taken), distance, row);
                }
            }

            for (var i = 0; i < count; i++)
            {
                foreach (var (_, row) in nearest.AsSpan(i * taken, taken))
                {
                    if (test.IsClassification)
                        answers[((from + i) * test.Classes) + (int)train.Targets[row]] += 1.0 / taken;
                    else
                        answers[from + i] += train.Targets[row] / taken;
                }
            }
        });
        return answers;
    }

    private static float Distance(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = Vector<float>.Zero;
        var a = MemoryMarshal.Cast<float, Vector<float>>(one);
        var b = MemoryMarshal.Cast<float, Vector<float>>(other);
        for (var i = 0; i < a.Length; i++)
        {
            var gap = a[i] - b[i];
            sum += gap * gap;
        }

        return Vector.Sum(sum);
    }

    private static void Insert(Span<(float Distance, int Row)> nearest, float distance, int row)
    {
        var place = nearest.Length - 1;
        while (place > 0 && nearest[place - 1].Distance > distance)
        {
            nearest[place] = nearest[place - 1];
            place--;
        }

        nearest[place] = (distance, row);
    }

    private static (double[] Mean, double[] Scale) Scaling(LabelledData data)
    {
        var (mean, scale) = (new double[data.Width], new double[data.Width]);
        for (var j = 0; j < data.Width; j++)
        {
            double sum = 0, squares = 0;
            var count = 0;
            for (var i = 0; i < data.Count; i++)
            {
                double value = data.Values[(i * data.Width) + j];
                if (!double.IsFinite(value))
                    continue;
                count++;
                var delta = value - sum;
                sum += delta / count;
                squares += delta * (value - sum);
            }

            mean[j] = sum;
            scale[j] = squares > 0 ? 1 / Math.Sqrt(squares / count) : 0;
        }

        return (mean, scale);
    }

    private static float[] Scaled(LabelledData data, double[] mean, double[] scale, int padded)
    {
        var values = new float[data.Count * padded];
        for (var i = 0; i < data.Count; i++)
        {
            for (var j = 0; j < data.Width; j++)
            {
                var value = (data.Values[(i * data.Width) + j] - mean[j]) * scale[j];
                values[(i * padded) + j] = double.IsFinite(value) ? (float)value : 0;
            }
        }

        return values;
    }
}
