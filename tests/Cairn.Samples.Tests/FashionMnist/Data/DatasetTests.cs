using Cairn.Samples.FashionMnist.Data;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Data;

public sealed class DatasetTests
{
    [Fact]
    public void The_sample_is_the_one_that_its_README_describes()
    {
        var (training, test) = (
            DatasetFiles.ReadTraining(DatasetFiles.SampleFolder), DatasetFiles.ReadTest(DatasetFiles.SampleFolder));
        Assert.Equal("4880ca23d31005cb9ed705b7995ab67359fe4e8d89efccee6917c84dcaadec03", training.Digest());
        Assert.Equal("a324215a7e14f14db2fea1a19412c008a9e9a61b481ee1318096c3f38f4cb112", test.Digest());
        Assert.Equal(Enumerable.Repeat(600, 10), training.Labels.CountBy(label => label).Select(count => count.Value));
        Assert.Equal(Enumerable.Repeat(100, 10), test.Labels.CountBy(label => label).Select(count => count.Value));
    }

    [Fact]
    public void Validation_images_are_balanced_and_neither_learned_from_nor_tested()
    {
        var sample = Dataset.LoadSample();
        Assert.Equal((5000, 1000, 1000), (sample.Training.Count, sample.Validation.Count, sample.Test.Count));
        Assert.Equal(
            Enumerable.Repeat(100, 10), sample.Validation.Labels.CountBy(label => label).Select(count => count.Value));

        var all = DatasetFiles.ReadTraining(DatasetFiles.SampleFolder);
        var held = ClassBalance.Draw(all.Labels, 100, Dataset.SplitSeed);
        Assert.Equal(all.Pick(held).Pixels, sample.Validation.Pixels);
        var kept = Enumerable.Range(0, all.Count).Except(held).ToArray();
        Assert.Equal(5000, kept.Length);
        Assert.Equal(all.Pick(kept).Pixels, sample.Training.Pixels);
    }

    [Fact]
    public void The_split_is_the_same_each_time_and_another_for_another_seed()
    {
        var labels = DatasetFiles.ReadTraining(DatasetFiles.SampleFolder).Labels;
        Assert.Equal(ClassBalance.Draw(labels, 7, 5), ClassBalance.Draw(labels, 7, 5));
        Assert.NotEqual(ClassBalance.Draw(labels, 7, 5), ClassBalance.Draw(labels, 7, 6));
    }

    [Fact]
    public void Labels_for_another_number_of_images_are_refused()
    {
        using var folder = new TemporaryFolder();
        CopySample(folder);
        File.Copy(folder.File("t10k-labels-idx1-ubyte.gz"), folder.File("train-labels-idx1-ubyte.gz"), overwrite: true);
        var refusal = Assert.Throws<DatasetException>(() => Dataset.Load(folder.Path));
        Assert.Equal(
            $"{folder.File("train-labels-idx1-ubyte.gz")}: holds 1000 labels for the 6000 images of train-images-idx3-ubyte.gz",
            refusal.Message);
    }

    [Fact]
    public void A_missing_file_of_the_four_is_named()
    {
        using var folder = new TemporaryFolder();
        CopySample(folder);
        File.Delete(folder.File("t10k-images-idx3-ubyte.gz"));
        var refusal = Assert.Throws<DatasetException>(() => Dataset.Load(folder.Path));
        Assert.Equal($"{folder.File("t10k-images-idx3-ubyte.gz")}: is missing", refusal.Message);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var refusal = Assert.Throws<DatasetException>(() => Dataset.Load("/no/such/folder"));
        Assert.Equal("/no/such/folder: is not a folder", refusal.Message);
    }

    [Fact]
    public void Plain_files_give_the_same_data_as_gzipped_ones()
    {
        using var folder = new TemporaryFolder();
        foreach (var packed in Directory.GetFiles(DatasetFiles.SampleFolder, "*.gz"))
        {
            using var source = new System.IO.Compression.GZipStream(
                File.OpenRead(packed), System.IO.Compression.CompressionMode.Decompress);
            using var target = File.Create(folder.File(Path.GetFileNameWithoutExtension(packed)));
            source.CopyTo(target);
        }

        Assert.Equal(Dataset.LoadSample().Digest, Dataset.Load(folder.Path).Digest);
    }

    [Fact]
    public void Scaled_training_pixels_have_mean_0_and_deviation_1()
    {
        var training = Samples.Training(5000).Images.Values.ToArray();
        var mean = training.Average(value => (double)value);
        Assert.Equal(0, mean, 1e-4);
        Assert.Equal(1, Math.Sqrt(training.Average(value => (value - mean) * (value - mean))), 1e-4);
    }

    private static void CopySample(TemporaryFolder folder)
    {
        foreach (var file in Directory.GetFiles(DatasetFiles.SampleFolder, "*.gz"))
            File.Copy(file, folder.File(Path.GetFileName(file)));
    }
}
