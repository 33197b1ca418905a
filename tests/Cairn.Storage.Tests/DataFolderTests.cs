namespace Cairn.Storage.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_second_opening_is_refused_naming_the_first_until_it_is_closed()
    {
        var path = Path.Combine(_folder.FullName, "made", "here");
        using (DataFolder.Open(path))
        {
            var refused = Assert.Throws<DataFolderInUseException>(() => DataFolder.Open(path));
            Assert.Equal(Environment.ProcessId, refused.ProcessId);
            Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
        }

        using var again = DataFolder.Open(path);
        Assert.Equal(path, again.Path);
    }
}
