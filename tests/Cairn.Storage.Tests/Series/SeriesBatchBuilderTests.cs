using Cairn.Storage.Series;

namespace Cairn.Storage.Tests.Series;

public class SeriesBatchBuilderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_in_any_order_make_the_same_points()
    {
        using var folder = new TemporaryFolder();
        await using var store = SeriesStore.Open(folder.Database);
        var builder = new SeriesBatchBuilder(1);
        Row(builder, 0, ("a", 1), ("b", 2));
        Row(builder, 1, ("b", 4), ("a", 3));
        Row(builder, 2, ("a", 5));
        Row(builder, 3);
        Assert.Equal(5, builder.Points);
        Assert.Equal(3, builder.Rows);
        await store.AppendAsync(builder.Build(), Ct);
        Assert.Equal([1, 3, 5], store.ReadPoints(1, "a").Values);
        Assert.Equal([2, 4], store.ReadPoints(1, "b").Values);
    }

    [Fact]
    public async Task A_key_twice_in_a_row_makes_two_points()
    {
        using var folder = new TemporaryFolder();
        await using var store = SeriesStore.Open(folder.Database);
        var builder = new SeriesBatchBuilder(1);
        Row(builder, 0, ("a", 2), ("a", 1), ("b", 7), ("a", 2));
        await store.AppendAsync(builder.Build(), Ct);
        Assert.Equal([1, 2], store.ReadPoints(1, "a").Values);
        Assert.Equal([7], store.ReadPoints(1, "b").Values);
    }

    [Fact]
    public async Task A_builder_reset_starts_anew()
    {
        using var folder = new TemporaryFolder();
        await using var store = SeriesStore.Open(folder.Database);
        var builder = new SeriesBatchBuilder(1);
        Row(builder, 0, ("a", 1), ("b", 1));
        await store.AppendAsync(builder.Build(), Ct);
        builder.Reset(2);
        Row(builder, 5, ("b", 3));
        await store.AppendAsync(builder.Build(), Ct);
        Assert.Equal(["b"], store.Keys(2));
        Assert.Equal([5L], store.ReadPoints(2, "b").Steps);
        Assert.Equal(1, store.Summary(1, "a")!.Count);
    }

    [Fact]
    public void Known_keys_cost_no_allocation()
    {
        var builder = new SeriesBatchBuilder(1);
        for (var i = 0; i < 100; i++)
            Row(builder, i, ("loss", i), ("accuracy", i));
        builder.Reset(1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            builder.BeginRow(i, i);
            builder.Add("loss"u8, i);
            builder.Add("accuracy"u8, i);
            builder.EndRow();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Bad_keys_and_runs_are_refused()
    {
        var builder = new SeriesBatchBuilder(1);
        builder.BeginRow(0, 0);
        Assert.Throws<ArgumentException>(() => builder.Add([0xC3, 0x28], 1));
        Assert.Throws<ArgumentException>(() => builder.Add("", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeriesBatchBuilder(-1));
        Assert.Throws<InvalidOperationException>(() => builder.BeginRow(1, 1));
        Assert.Throws<InvalidOperationException>(builder.Build);
    }

    private static void Row(SeriesBatchBuilder builder, long step, params (string Key, double Value)[] values)
    {
        builder.BeginRow(step, step);
        foreach (var (key, value) in values)
            builder.Add(key, value);
        builder.EndRow();
    }
}
