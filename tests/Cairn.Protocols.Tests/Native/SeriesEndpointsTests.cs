using System.Net;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Native;

public sealed class SeriesEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_short_series_keeps_all_its_points_beside_a_long_one()
    {
        var run = await LongAndShortAsync();
        var answer = await QueryAsync($$"""{"runs":[{{run}}],"keys":["long","short"],"buckets":100""");
        var (longOne, shortOne) = (answer.GetProperty("series")[0], answer.GetProperty("series")[1]);

        Assert.Equal(100, longOne.GetProperty("n").GetInt32());
        Assert.Equal((0, 9999), Range(longOne));
        Assert.Equal(8, shortOne.GetProperty("n").GetInt32());
        Assert.Equal((1, 8), Range(shortOne));
        Assert.Equal([1.0, 2, 3, 4, 5, 6, 7, 8], Numbers(shortOne, "x"));
        Assert.Equal((0, 9999), Range(answer));
    }

    [Fact]
    public async Task Runs_of_one_key_are_cut_alike()
    {
        var project = RunningServer.NewProject();
        var first = await server.StartRunAsync(project);
        var second = await server.StartRunAsync(project);
        await server.LogAsync(first, [.. Lines("loss", 0, 50)]);
        await server.LogAsync(second, [.. Lines("loss", 40, 100)]);
        var answer = await QueryAsync($$"""{"runs":[{{first}},{{second}}],"keys":["loss"],"buckets":10""");

        Assert.All(answer.GetProperty("series").EnumerateArray(), one => Assert.Equal((0, 99), Range(one)));
        Assert.Equal(5, answer.GetProperty("series")[0].GetProperty("n").GetInt32());
        Assert.Equal(6, answer.GetProperty("series")[1].GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task A_range_that_is_given_holds_for_every_key()
    {
        var run = await LongAndShortAsync();
        var both = await QueryAsync($$"""{"runs":[{{run}}],"keys":["long","short","none"],"from":4,"to":20,"buckets":100""");
        Assert.All(both.GetProperty("series").EnumerateArray(), one => Assert.Equal((4, 20), Range(one)));
        Assert.Equal([4.0, 5, 6, 7, 8], Numbers(both.GetProperty("series")[1], "x"));
        Assert.Equal(0, both.GetProperty("series")[2].GetProperty("n").GetInt32());

        var open = await QueryAsync($$"""{"runs":[{{run}}],"keys":["long","short"],"from":4,"buckets":10""");
        Assert.Equal((4, 9999), Range(open.GetProperty("series")[0]));
        Assert.Equal((4, 8), Range(open.GetProperty("series")[1]));
    }

    [Fact]
    public async Task The_binary_header_tells_each_range()
    {
        var run = await LongAndShortAsync();
        using var content = new StringContent(
            $$"""{"runs":[{{run}}],"keys":["long","short"],"axis":"relative","buckets":100}""", Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync("/api/v1/series/query", content, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var header = JsonElement.Parse(bytes.AsSpan(8, BitConverter.ToInt32(bytes, 4)));

        Assert.Equal((0, 99.99), Range(header.GetProperty("series")[0]));
        Assert.Equal((0.01, 0.08), Range(header.GetProperty("series")[1]));
        Assert.Equal((0, 99.99), Range(header));
    }

    [Fact]
    public async Task A_compact_answer_shares_what_series_have_in_common_and_says_the_same()
    {
        var project = RunningServer.NewProject();
        var (first, second, other) = (await server.StartRunAsync(project), await server.StartRunAsync(project), await server.StartRunAsync(project));
        await server.LogAsync(first, [.. Noise(1, 1000, 3)]);
        await server.LogAsync(second, [.. Noise(2, 1000, 3)]);
        await server.LogAsync(other, [.. Noise(3, 700, 3), .. Noise(4, 1000, 1e9).Select(line => line.Replace("loss", "large", StringComparison.Ordinal))]);
        var question = $$"""{"runs":[{{first}},{{second}},{{other}}],"keys":["loss","large"],"buckets":50""";
        var expected = (await QueryAsync(question)).GetProperty("series").EnumerateArray().ToArray();
        using var content = new StringContent(question + ",\"format\":\"compact\"}", Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync("/api/v1/series/query", content, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var body = 8 + BitConverter.ToInt32(bytes, 4);
        var entries = JsonElement.Parse(bytes.AsSpan(8, body - 8)).GetProperty("series").EnumerateArray().ToArray();

        Assert.False(entries[0].TryGetProperty("like", out _));
        Assert.Equal(0, entries[2].GetProperty("like").GetInt32());
        Assert.False(entries[4].TryGetProperty("like", out _));
        Assert.Equal(["last", "min", "max", "mean"], entries[2].GetProperty("columns").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(["min", "max"], entries[2].GetProperty("small").EnumerateArray().Select(name => name.GetString()));
        Assert.False(entries[5].TryGetProperty("small", out _), "One part in a billion is more than float32 can tell.");
        for (var i = 0; i < entries.Length; i++)
        {
            foreach (var name in new[] { "x", "last", "min", "max", "mean" }.Where(_ => expected[i].GetProperty("n").GetInt32() > 0))
            {
                var span = i == 5 ? 0 : 3.0 / 65_536;
                Assert.All(Numbers(expected[i], name).Zip(Column(entries, i, name)), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, span));
            }
        }

        double[] Column(JsonElement[] all, int at, string name)
        {
            var entry = all[at];
            if (name == "x" && entry.TryGetProperty("like", out var like))
                return Column(all, like.GetInt32(), name);
            var (n, place) = (entry.GetProperty("n").GetInt32(), body + entry.GetProperty("offset").GetInt32());
            string[] small = entry.TryGetProperty("small", out var list) ? [.. list.EnumerateArray().Select(one => one.GetString()!)] : [];
            foreach (var column in entry.GetProperty("columns").EnumerateArray().Select(one => one.GetString()!).TakeWhile(one => one != name))
                place += small.Contains(column) ? (n + 1) / 2 * 8 : n * 8;
            return [.. Enumerable.Range(0, n).Select(i => small.Contains(name) ? BitConverter.ToSingle(bytes, place + (i * 4)) : BitConverter.ToDouble(bytes, place + (i * 8)))];
        }
    }

    [Fact]
    public async Task Refusals_have_titles_for_people()
    {
        var project = RunningServer.NewProject();
        await server.StartRunAsync(project);
        var (status, filter) = await server.PostAsync($"/api/v1/projects/{project}/runs/query", """{"filter":"state = = 1"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("This filter could not be read", filter.GetProperty("title").GetString());
        Assert.Equal("filter", filter.GetProperty("field").GetString());

        var (_, buckets) = await server.PostAsync("/api/v1/series/query", """{"runs":[],"keys":[],"buckets":0}""");
        Assert.Equal("The value of 'buckets' cannot be used", buckets.GetProperty("title").GetString());
        var (_, missing) = await server.GetAsync("/api/v1/runs/999999");
        Assert.Equal("It is not here", missing.GetProperty("title").GetString());
        var (_, broken) = await server.PostAsync("/api/v1/runs", "{");
        Assert.Equal("The request could not be read", broken.GetProperty("title").GetString());
    }

    private static IEnumerable<string> Lines(string key, int from, int to) => Enumerable.Range(from, to - from)
        .Select(i => $$$"""{"step":{{{i}}},"time":{{{1_700_000_000_000 + (i * 10)}}},"metrics":{"{{{key}}}":{{{i}}}}}""");

    // A walk between level and level + 1, the same for the same seed.
    private static IEnumerable<string> Noise(int seed, int count, double level)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(i => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $$$"""{"step":{{{i}}},"time":{{{1_700_000_000_000 + (i * 10)}}},"metrics":{"loss":{{{level + random.NextDouble():R}}}}}"""));
    }

    private static (double From, double To) Range(JsonElement entry) =>
        (entry.GetProperty("from").GetDouble(), entry.GetProperty("to").GetDouble());

    private static IEnumerable<double> Numbers(JsonElement entry, string column) =>
        entry.GetProperty(column).EnumerateArray().Select(number => number.GetDouble());

    private async Task<long> LongAndShortAsync()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject(), "\"startedAt\":1700000000000");
        await server.LogAsync(run, [.. Lines("long", 0, 10_000), .. Lines("short", 1, 9)]);
        return run;
    }

    private async Task<JsonElement> QueryAsync(string question)
    {
        var (status, answer) = await server.PostAsync("/api/v1/series/query", question + ",\"format\":\"json\"}");
        Assert.Equal(HttpStatusCode.OK, status);
        return answer;
    }
}
