namespace Cairn.Samples.FashionMnist.Data;

/// <summary>
/// The ten classes of Fashion-MNIST in the order of their labels, as the data set's README names them.
/// </summary>
internal static class ClassNames
{
    private static readonly string[] Names =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Ten.</summary>
    public const int Count = 10;

    /// <summary>All names, label 0 first.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The name of <paramref name="label"/>.</summary>
    public static string Of(int label) => Names[label];
}
