using Cairn.Core.Runs.Querying.Blocks;
using Cairn.Storage.Catalog;

namespace Cairn.Core.Tests.Runs.Querying.Blocks;

/// <summary>A folder with columns on disk, removed at the end.</summary>
internal sealed class BlockFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-blocks-");

    public SqliteDatabase Open() => SqliteDatabase.Open(Entry("index.db"), BlockFile.Schemas);

    public string Entry(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
