using Cairn.Core.Runs.Querying;
using Cairn.Core.Runs.Querying.Blocks;

namespace Cairn.Core.Tests.Runs.Querying.Blocks;

public sealed class ListingCodecTests
{
    private static readonly (RunColumnFamily Family, string Path, RunValueKind Kind, int Runs)[] Keys =
    [
        (RunColumnFamily.Config, "lr", RunValueKind.Number, 3),
        (RunColumnFamily.Config, "lr", RunValueKind.Text, 1),
        (RunColumnFamily.Summary, "lr", RunValueKind.Number, 200),
        (RunColumnFamily.Config, "größe.\"x\"", RunValueKind.List, 70_000),
        (RunColumnFamily.Metric, "", RunValueKind.Number, 1),
    ];

    [Fact]
    public void Counts_are_the_same_where_keys_have_other_numbers()
    {
        var written = Encoded();
        var other = new KeyTable();
        foreach (var (family, path, _, _) in Keys.Reverse())
            other.Number(family, path);
        other.Number(RunColumnFamily.Label, "lr");
        for (var again = 0; again < 2; again++)
        {
            var read = ListingCodec.Decode(written, other);
            Assert.Equal([7, 1L << 40], read.Keys.Order());
            Assert.Equal(Shown(Counter(new KeyTable())), Shown(Added(read[7], other)));
            Assert.Equal(Shown(Counter(new KeyTable())), Shown(Added(read[1L << 40], other)));
            Assert.Equal(read[7].Codes.Order(), read[7].Codes);
        }
    }

    [Fact]
    public void A_list_that_is_cut_off_is_damaged()
    {
        var written = Encoded();
        for (var length = 0; length < written.Length; length++)
            Assert.Throws<InvalidDataException>(() => ListingCodec.Decode(written.AsSpan(0, length), new KeyTable()));
    }

    private static byte[] Encoded()
    {
        var keys = new KeyTable();
        var counts = Counter(keys).Done();
        return ListingCodec.Encode(new Dictionary<long, KeyCounts> { [7] = counts, [1L << 40] = counts }, keys);
    }

    private static KeyCounter Counter(KeyTable keys)
    {
        var counter = new KeyCounter(keys);
        foreach (var (family, path, kind, runs) in Keys)
            counter.Add(family, path, kind, runs);
        return counter;
    }

    private static KeyCounter Added(KeyCounts counts, KeyTable keys)
    {
        var counter = new KeyCounter(keys);
        counter.Add(counts);
        return counter;
    }

    private static IEnumerable<string> Shown(KeyCounter counter) =>
        counter.Columns().Select(info => $"{info.Column.Family} {info.Column.Path} {info.Type} {info.Runs}").Order();
}
