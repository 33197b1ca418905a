using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Data;

/// <summary>One set as models read it: scaled images [count x 784] and labels [count].</summary>
internal sealed record ModelInput(Matrix Images, byte[] Labels)
{
    /// <summary>How many images there are.</summary>
    public int Count => Labels.Length;

    /// <summary>Scales <paramref name="set"/> by what was measured on the training images.</summary>
    public static ModelInput From(LabelledImages set, PixelScaling scaling) => new(scaling.Apply(set), set.Labels);
}
