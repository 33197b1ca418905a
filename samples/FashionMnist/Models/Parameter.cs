using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Models;

/// <summary>
/// Numbers that a model learns and the gradient of the loss with respect to them, both of one shape;
/// <paramref name="Decays"/> says whether weight decay applies (to weights it does, to biases not).
/// </summary>
internal sealed record Parameter(string Name, Matrix Value, Matrix Gradient, bool Decays)
{
    /// <summary>A parameter of shape [rows x columns], all zeros.</summary>
    public static Parameter Zeros(string name, int rows, int columns, bool decays) =>
        new(name, new Matrix(rows, columns), new Matrix(rows, columns), decays);
}
