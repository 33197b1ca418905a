using Cairn.Client.Media;

namespace Cairn.Client.Tests.Media;

public sealed class FilePathsTests
{
    [Theory]
    [InlineData("a/b.txt", "a/b.txt")]
    [InlineData("/etc/../passwd", "etc/passwd")]
    [InlineData(@"C:\data\x", "C_/data/x")]
    [InlineData("..", "_")]
    [InlineData("a//b\n", "a/b")]
    [InlineData("a?b\u0001", "a_b_")]
    public void Any_text_becomes_a_safe_path(string text, string path) => Assert.Equal(path, FilePaths.Clean(text));
}
