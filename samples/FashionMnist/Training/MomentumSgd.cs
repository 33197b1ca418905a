using System.Numerics.Tensors;
using Cairn.Samples.FashionMnist.Models;

namespace Cairn.Samples.FashionMnist.Training;

/// <summary>
/// Stochastic gradient descent with momentum (Polyak 1964): v = momentum v + gradient, w = w - rate (v + decay w).
/// Momentum 0 gives the plain method.
/// </summary>
internal sealed class MomentumSgd(float momentum, float weightDecay) : IOptimizer
{
    private float[][] _velocities = [];

    public void Step(IReadOnlyList<Parameter> parameters, float learningRate)
    {
        if (_velocities.Length == 0) _velocities = [.. parameters.Select(p => new float[p.Value.Values.Length])];
        for (var i = 0; i < _velocities.Length; i++)
        {
            var velocity = _velocities[i].AsSpan();
            var values = parameters[i].Value.Values;
            TensorPrimitives.MultiplyAdd(velocity, momentum, parameters[i].Gradient.Values, velocity);
            if (parameters[i].Decays) TensorPrimitives.Multiply(values, 1 - learningRate * weightDecay, values);
            TensorPrimitives.MultiplyAdd(velocity, -learningRate, values, values);
        }
    }
}
