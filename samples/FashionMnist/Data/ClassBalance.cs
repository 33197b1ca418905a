namespace Cairn.Samples.FashionMnist.Data;

/// <summary>Draws the same number of images from each class.</summary>
internal static class ClassBalance
{
    /// <summary>
    /// Positions of <paramref name="perClass"/> images of each class, drawn without replacement by
    /// <paramref name="seed"/> and in ascending order. Throws <see cref="ArgumentException"/> where a class has too
    /// few.
    /// </summary>
    public static int[] Draw(ReadOnlySpan<byte> labels, int perClass, int seed)
    {
        var random = new Random(seed);
        var drawn = new List<int>(perClass * ClassNames.Count);
        for (var label = 0; label < ClassNames.Count; label++)
        {
            var members = new List<int>();
            for (var i = 0; i < labels.Length; i++)
                if (labels[i] == label) members.Add(i);
            if (members.Count < perClass)
                throw new ArgumentException(
                    $"Class {ClassNames.Of(label)} has {members.Count} images, fewer than {perClass}.", nameof(labels));
            var order = members.ToArray();
            random.Shuffle(order);
            drawn.AddRange(order.AsSpan(0, perClass));
        }

        drawn.Sort();
        return [.. drawn];
    }

    /// <summary>How many images the smallest class has.</summary>
    public static int SmallestClass(ReadOnlySpan<byte> labels)
    {
        Span<int> counts = stackalloc int[ClassNames.Count];
        foreach (var label in labels) counts[label]++;
        var smallest = counts[0];
        foreach (var count in counts) smallest = Math.Min(smallest, count);
        return smallest;
    }
}
