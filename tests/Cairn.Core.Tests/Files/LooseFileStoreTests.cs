using System.Text;
using Cairn.Core.Files;

namespace Cairn.Core.Tests.Files;

public sealed class LooseFileStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _temporary = new();

    private LooseFileStore Files => _temporary.Store.LooseFiles;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task A_folder_is_what_begins_with_its_name_and_a_slash()
    {
        foreach (var path in new[] { "a/b", "a/b/c", "a/b/d", "a/b0", "a/b-c", "a/bb", "z" })
            await WriteAsync(path);
        Assert.Equal(["a/b/c", "a/b/d"], Files.List(TemporaryStore.Caller, "a/b/").Select(file => file.Path));
        Assert.Equal(7, Files.List(TemporaryStore.Caller, "").Count);
        Assert.Equal(3, await Files.DeleteAsync(TemporaryStore.Caller, "a/b"));
        Assert.Equal(["a/b-c", "a/b0", "a/bb", "z"], Files.List(TemporaryStore.Caller, "").Select(file => file.Path));
        Assert.Equal(0, await Files.DeleteAsync(TemporaryStore.Caller, "a/b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    public async Task Doubtful_paths_are_refused(string path)
    {
        using var content = new MemoryStream();
        var written = await Files.WriteAsync(TemporaryStore.Caller, path, content, null);
        Assert.Equal(RefusalKind.Invalid, written.Refusal!.Kind);
    }

    private async Task WriteAsync(string path)
    {
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(path));
        Assert.Null((await Files.WriteAsync(TemporaryStore.Caller, path, content, null)).Refusal);
    }
}
