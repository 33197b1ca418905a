namespace Cairn.Samples.FashionMnist.Data;

/// <summary>Draws the small sample that comes with this program from the full data set.</summary>
internal static class SampleMaker
{
    /// <summary>Training and test images of each class.</summary>
    public const int TrainingPerClass = 600, TestPerClass = 100;

    /// <summary>Decides which images are drawn.</summary>
    public const int Seed = 1;

    /// <summary>
    /// Reads the full set from <paramref name="source"/> and writes four files into <paramref name="target"/>.
    /// </summary>
    public static void Make(string source, string target)
    {
        var (training, test) = (DatasetFiles.ReadTraining(source), DatasetFiles.ReadTest(source));
        DatasetFiles.Write(target,
            training.Pick(ClassBalance.Draw(training.Labels, TrainingPerClass, Seed)),
            test.Pick(ClassBalance.Draw(test.Labels, TestPerClass, Seed)));
    }
}
