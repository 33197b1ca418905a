using Cairn.Storage.Catalog;
using Cairn.Storage.CrashWriter;
using Cairn.Storage.Series;

// Made to be killed. "migrate FILE COUNT" brings a file's schema up to date;
// "FILE FIRST" appends numbered batches, several at once, and says each number once its batch is answered.
if (args is ["migrate", var file, var count])
{
    Console.Out.WriteLine("begins");
    Console.Out.Flush();
    await using var database = SqliteDatabase.Open(file, CrashMigrations.First(int.Parse(count)));
    return;
}

var next = int.Parse(args[1]) - 1;
await using var store = SeriesStore.Open(args[0], CrashBatches.Options);
await Task.WhenAll(Enumerable.Range(0, CrashBatches.AtOnce).Select(_ => Task.Run(async () =>
{
    while (true)
    {
        var number = Interlocked.Increment(ref next);
        await store.AppendAsync(CrashBatches.Make(number));
        lock (store)
        {
            Console.Out.WriteLine(number);
            Console.Out.Flush();
        }
    }
})));
