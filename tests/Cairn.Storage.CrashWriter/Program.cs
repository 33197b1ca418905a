using Cairn.Storage.CrashWriter;
using Cairn.Storage.Series;

// Appends numbered batches, several at once, and says each number once its batch is answered; made to be killed.
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
