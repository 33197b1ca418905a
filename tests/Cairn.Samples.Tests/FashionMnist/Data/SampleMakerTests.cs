using Cairn.Samples.FashionMnist.Data;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Data;

public sealed class SampleMakerTests
{
    [Fact]
    public void Draws_the_sample_that_comes_with_the_program_from_the_full_set()
    {
        Assert.SkipUnless(
            DatasetFiles.ExistIn(DatasetFiles.DebianFolder), "Debian's dataset-fashion-mnist is not installed.");
        using var folder = new TemporaryFolder();
        SampleMaker.Make(DatasetFiles.DebianFolder, folder.Path);
        Assert.Equal(
            DatasetFiles.ReadTraining(DatasetFiles.SampleFolder).Digest(),
            DatasetFiles.ReadTraining(folder.Path).Digest());
        Assert.Equal(
            DatasetFiles.ReadTest(DatasetFiles.SampleFolder).Digest(), DatasetFiles.ReadTest(folder.Path).Digest());
    }
}
