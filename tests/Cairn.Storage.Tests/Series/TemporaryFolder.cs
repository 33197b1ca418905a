namespace Cairn.Storage.Tests.Series;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("cairn-series-").FullName;

    public string Database => System.IO.Path.Combine(Path, "points.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
