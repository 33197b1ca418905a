namespace Cairn.Samples.FashionMnist.Data;

/// <summary>
/// Fashion-MNIST as the models get it. Models learn from <see cref="Training"/>, choices between models and epochs are
/// made on <see cref="Validation"/>, and <see cref="Test"/> is looked at once, at the end.
/// </summary>
internal sealed record Dataset(
    string Source, string Folder, string Digest, LabelledImages Training, LabelledImages Validation,
    LabelledImages Test)
{
    /// <summary>Decides which training images are held back for validation, whatever the seed of a run.</summary>
    public const int SplitSeed = 20170825;

    /// <summary>One sixth of the training images is held back: as many as there are test images.</summary>
    private const int ValidationPart = 6;

    /// <summary>
    /// Reads <paramref name="folder"/>; without one Debian's folder where it exists, else the sample that comes with
    /// this program. Throws <see cref="DatasetException"/>.
    /// </summary>
    public static Dataset Load(string? folder)
    {
        var (source, where) = folder is not null ? ("folder", folder)
            : DatasetFiles.ExistIn(DatasetFiles.DebianFolder)
                ? ("Debian package dataset-fashion-mnist", DatasetFiles.DebianFolder)
            : ("sample of 6,000 + 1,000 images", DatasetFiles.SampleFolder);
        return Split(source, where, DatasetFiles.ReadTraining(where), DatasetFiles.ReadTest(where));
    }

    /// <summary>
    /// The sample that comes with this program, whatever else is installed. Throws <see cref="DatasetException"/>.
    /// </summary>
    public static Dataset LoadSample() =>
        Load(DatasetFiles.SampleFolder) with { Source = "sample of 6,000 + 1,000 images" };

    /// <summary>
    /// Holds a class-balanced part of <paramref name="all"/> back for validation; never touches
    /// <paramref name="test"/>.
    /// </summary>
    private static Dataset Split(string source, string folder, LabelledImages all, LabelledImages test)
    {
        var perClass = ClassBalance.SmallestClass(all.Labels) / ValidationPart;
        if (perClass == 0)
            throw new DatasetException(folder,
                $"a class has fewer than {ValidationPart} training images, too few to hold any back for validation");
        var held = ClassBalance.Draw(all.Labels, perClass, SplitSeed);
        var kept = Enumerable.Range(0, all.Count).Except(held).ToArray();
        return new Dataset(
            source, folder, $"{all.Digest()[..16]}-{test.Digest()[..16]}", all.Pick(kept), all.Pick(held), test);
    }
}
