using Cairn.Samples.FashionMnist.Models;

namespace Cairn.Samples.FashionMnist.Training;

/// <summary>Turns gradients into changes of the parameters.</summary>
internal interface IOptimizer
{
    /// <summary>Changes every parameter by one step along its gradient; always called with the same list.</summary>
    void Step(IReadOnlyList<Parameter> parameters, float learningRate);
}
