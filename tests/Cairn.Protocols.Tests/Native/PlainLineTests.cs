using System.IO.Pipelines;
using System.Text;
using Cairn.Protocols.Native;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Tests.Native;

public sealed class PlainLineTests
{
    private static readonly string[] Whole =
    [
        """{"step":1,"time":2,"metrics":{"loss":0.5}}""",
        """{"step":1,"time":2,"metrics":{"loss":0.5,"acc":1e-3,"loss":7}}""",
        """{"step":-5,"time":0,"metrics":{"a b":-0,"é":1,"q\"q":2,"back\\slash":3}}""",
        """{"step":2,"time":3,"metrics":{"loss":"NaN","acc":-1.5}}""",
        """{"step":3,"time":3,"metrics":{}}""",
        """{"time":3,"step":4,"metrics":{"loss":1}}""",
        """{ "step": 5, "time": 3, "metrics": { "loss": 1 } }""",
        """{"step":6,"time":3,"metrics":{"loss":123456789012345678901234567890}}""",
        """{"step":7,"time":3,"metrics":{"loss":1},"heartbeat":1}""",
        "{\"step\":8,\"time\":3,\"metrics\":{\"loss\":1}}\r",
    ];

    private static readonly string[] Broken =
    [
        """{"step":1,"time":2,"metrics":{"loss":0.5}""",
        """{"step":1,"time":2,"metrics":{"loss":0.5,}}""",
        """{"step":1,"time":2,"metrics":{"loss":01}}""",
        """{"step":1,"time":2,"metrics":{"loss":1}}x""",
        """{"step":1,"time":2,"metrics":{"":1}}""",
        """{"step":1.5,"time":2,"metrics":{"loss":1}}""",
        """{"step":1,"time":2,"metrics":{"loss" 1}}""",
        """{"step":1,"time":2,"metrics":{"lo"ss":1}}""",
        """{"step":1,"time":2,"metrics":{"q"q":1}}""",
        """{"step":1,"time":2,"metrics":{"loss":tru}}""",
    ];

    [Fact]
    public async Task It_adds_what_the_general_reader_adds()
    {
        // A space after the first brace keeps a line from the fast way.
        var random = new Random(9);
        for (var round = 0; round < 300; round++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 12)).Select(_ => Whole[random.Next(Whole.Length)]).ToArray();
            var fast = await ReadAsync(lines);
            var slow = await ReadAsync([.. lines.Select(line => "{ " + line.TrimEnd('\r')[1..])]);
            Assert.Equal(slow, fast);
        }
    }

    [Fact]
    public async Task It_refuses_what_the_general_reader_refuses_also_after_rows_with_the_same_keys()
    {
        foreach (var broken in Broken)
        {
            await Assert.ThrowsAsync<LogLineException>(() => ReadAsync([broken]));
            await Assert.ThrowsAsync<LogLineException>(() => ReadAsync([.. Whole[..3], Whole[0], broken]));
        }
    }

    /// <summary>All points, read back from a store.</summary>
    private static async Task<string> ReadAsync(string[] lines)
    {
        var folder = Directory.CreateTempSubdirectory("cairn-test-");
        try
        {
            var body = PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
            var batch = await new LogReader(1, new SeriesBatchBuilder(0)).ReadAsync(body, CancellationToken.None);
            await using var store = SeriesStore.Open(Path.Combine(folder.FullName, "points.db"));
            if (batch.Points is not null)
                await store.AppendAsync(batch.Points);
            var text = new StringBuilder();
            foreach (var key in store.Keys(1))
            {
                var points = store.ReadPoints(1, key);
                for (var i = 0; i < points.Count; i++)
                    text.Append($"{key} {points.Steps[i]} {points.Times[i]} {BitConverter.DoubleToInt64Bits(points.Values[i]):x}\n");
            }

            return text.Append(batch.LastStep).ToString();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
