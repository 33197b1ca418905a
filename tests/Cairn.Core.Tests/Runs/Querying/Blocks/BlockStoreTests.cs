using System.Text.Json;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Tests.Runs.Querying.Blocks;

public sealed class BlockStoreTests
{
    [Fact]
    public async Task A_store_opens_without_or_with_a_spoilt_file_of_columns()
    {
        await using var store = new TemporaryStore();
        var run = await store.StartRunAsync(new RunStart { Config = JsonSerializer.SerializeToElement(new { lr = 0.5 }) });
        foreach (var spoil in (Action<string>[])
        [
            File.Delete,
            path => File.WriteAllText(path, "not a database, but long enough to be looked at as if it were one"),
            path => File.WriteAllBytes(path, []),
            path =>
            {
                File.Delete(path);
                Directory.CreateDirectory(path);
            },
        ])
        {
            await store.ReopenAsync(folder => spoil(Path.Combine(folder, "index.db")));
            var page = store.Store.Index.Query(new RunQuery
            {
                Sort = [new RunSort(RunColumn.Config("lr"), Descending: true)],
                Columns = [RunColumn.Config("lr")],
                Limit = 10,
            })!;
            Assert.Equal([(run.Id, 0.5)], page.Rows.Select(row => (row.Id, row.Values[0].Number)));
        }
    }
}
