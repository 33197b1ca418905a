namespace Cairn.Samples.Gate;

/// <summary>Logistic regression on scaled features, by stochastic gradient descent with weight decay.</summary>
internal sealed class LogisticRegression
{
    private readonly double[] _mean;
    private readonly double[] _scale;
    private readonly double[] _weights;
    private readonly Random _random;
    private double _bias;

    public LogisticRegression(Table train, int seed)
    {
        _random = new Random(seed);
        var width = train.Rows[0].Length;
        _mean = [.. Enumerable.Range(0, width).Select(j => train.Rows.Average(row => row[j]))];
        _scale = [.. Enumerable.Range(0, width).Select(j => 1 / Math.Sqrt(train.Rows.Average(row => Math.Pow(row[j] - _mean[j], 2)) + 1e-12))];
        _weights = new double[width];
    }

    /// <summary>Sees every example once, in a new order; answers the mean cross-entropy in nats.</summary>
    public double Epoch(Table train, double rate, double decay)
    {
        var order = Enumerable.Range(0, train.Rows.Length).ToArray();
        _random.Shuffle(order);
        double loss = 0;
        foreach (var i in order)
        {
            var chance = Chance(train.Rows[i]);
            var error = (train.Malignant[i] ? 1 : 0) - chance;
            loss -= Math.Log(Math.Max(1e-12, train.Malignant[i] ? chance : 1 - chance));
            for (var j = 0; j < _weights.Length; j++)
                _weights[j] += rate * ((error * Scaled(train.Rows[i], j)) - (decay * _weights[j]));
            _bias += rate * error;
        }

        return loss / order.Length;
    }

    /// <summary>The chance that an example is malignant.</summary>
    public double Chance(double[] row)
    {
        var sum = _bias;
        for (var j = 0; j < _weights.Length; j++)
            sum += _weights[j] * Scaled(row, j);
        return 1 / (1 + Math.Exp(-sum));
    }

    private double Scaled(double[] row, int j) => (row[j] - _mean[j]) * _scale[j];
}
