using System.Numerics;
using System.Runtime.InteropServices;
using Cairn.Samples.FashionMnist.Models;

namespace Cairn.Samples.FashionMnist.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1) with its usual constants and with weight decay kept apart
/// from the gradient (Loshchilov and Hutter 2019, arXiv:1711.05101).
/// </summary>
internal sealed class Adam(float weightDecay) : IOptimizer
{
    private const float Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f;

    private (float[] Mean, float[] Square)[] _moments = [];
    private int _steps;

    public void Step(IReadOnlyList<Parameter> parameters, float learningRate)
    {
        if (_moments.Length == 0)
            _moments = [.. parameters.Select(
                p => (new float[p.Value.Values.Length], new float[p.Value.Values.Length]))];
        _steps++;

        // Both moments start at zero, which these two factors make up for.
        var rate = (float)(learningRate / (1 - Math.Pow(Beta1, _steps)));
        var correction = (float)(1 / (1 - Math.Pow(Beta2, _steps)));
        for (var i = 0; i < _moments.Length; i++)
        {
            var keep = parameters[i].Decays ? 1 - learningRate * weightDecay : 1;
            Update(parameters[i].Value.Values, parameters[i].Gradient.Values, _moments[i].Mean, _moments[i].Square,
                rate, correction, keep);
        }
    }

    private static void Update(
        Span<float> values, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares, float rate,
        float correction, float keep)
    {
        var w = MemoryMarshal.Cast<float, Vector<float>>(values);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        var m = MemoryMarshal.Cast<float, Vector<float>>(means);
        var v = MemoryMarshal.Cast<float, Vector<float>>(squares);
        for (var i = 0; i < w.Length; i++)
        {
            m[i] = Beta1 * m[i] + (1 - Beta1) * g[i];
            v[i] = Beta2 * v[i] + (1 - Beta2) * (g[i] * g[i]);
            w[i] = keep * w[i] - rate * m[i] / (Vector.SquareRoot(correction * v[i]) + new Vector<float>(Epsilon));
        }

        for (var i = w.Length * Vector<float>.Count; i < values.Length; i++)
        {
            means[i] = Beta1 * means[i] + (1 - Beta1) * gradients[i];
            squares[i] = Beta2 * squares[i] + (1 - Beta2) * (gradients[i] * gradients[i]);
            values[i] = keep * values[i] - rate * means[i] / (MathF.Sqrt(correction * squares[i]) + Epsilon);
        }
    }
}
