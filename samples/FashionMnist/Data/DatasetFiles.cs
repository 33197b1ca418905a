namespace Cairn.Samples.FashionMnist.Data;

/// <summary>
/// The four files of the data set in one folder; each may be gzipped (with or without .gz in its name).
/// </summary>
internal static class DatasetFiles
{
    /// <summary>Where Debian's package dataset-fashion-mnist puts them.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>The sample of 6,000 + 1,000 images that comes with this program.</summary>
    public static string SampleFolder => Path.Combine(AppContext.BaseDirectory, "fashion-mnist-sample");

    /// <summary>Names without .gz; {0} is train or t10k.</summary>
    private const string Images = "{0}-images-idx3-ubyte";

    private const string Labels = "{0}-labels-idx1-ubyte";

    /// <summary>The training set of <paramref name="folder"/>. Throws <see cref="DatasetException"/>.</summary>
    public static LabelledImages ReadTraining(string folder) => Read(folder, "train");

    /// <summary>The test set of <paramref name="folder"/>. Throws <see cref="DatasetException"/>.</summary>
    public static LabelledImages ReadTest(string folder) => Read(folder, "t10k");

    /// <summary>Whether <paramref name="folder"/> has at least one of the four files.</summary>
    public static bool ExistIn(string folder) =>
        new[] { "train", "t10k" }.Any(
            set => File.Exists(Find(folder, Images, set)) || File.Exists(Find(folder, Labels, set)));

    /// <summary>Writes both sets into <paramref name="folder"/>, gzipped.</summary>
    public static void Write(string folder, LabelledImages training, LabelledImages test)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, set) in new[] { ("train", training), ("t10k", test) })
        {
            IdxWriter.Write(Path.Combine(folder, string.Format(Images, name) + ".gz"),
                set.Pixels, set.Count, LabelledImages.Side, LabelledImages.Side);
            IdxWriter.Write(Path.Combine(folder, string.Format(Labels, name) + ".gz"), set.Labels, set.Count);
        }
    }

    private static LabelledImages Read(string folder, string set)
    {
        if (!Directory.Exists(folder)) throw new DatasetException(folder, "is not a folder");
        var (imageFile, labelFile) = (Find(folder, Images, set), Find(folder, Labels, set));
        var images = IdxReader.ReadImages(imageFile, LabelledImages.Side, LabelledImages.Side);
        var labels = IdxReader.ReadLabels(labelFile, ClassNames.Count);
        return images.Count == labels.Length
            ? new LabelledImages(images.Pixels, labels)
            : throw new DatasetException(labelFile,
                $"holds {labels.Length} labels for the {images.Count} images of {Path.GetFileName(imageFile)}");
    }

    private static string Find(string folder, string pattern, string set)
    {
        var plain = Path.Combine(folder, string.Format(pattern, set));
        return File.Exists(plain) ? plain : plain + ".gz";
    }
}
