using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Native;

public sealed class SeriesGroupEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Seeds_of_one_setting_become_a_line_with_a_band()
    {
        var project = await SeedsAsync();
        var answer = await QueryAsync(project, """{"by":["config.lr"],"keys":["loss"],"buckets":100,"spread":"std" """);
        Assert.Equal(2, answer.GetProperty("total").GetInt32());
        var groups = answer.GetProperty("groups").EnumerateArray().ToArray();
        Assert.Equal([(0.1, 3), (0.2, 2)], groups.Select(group => (
            group.GetProperty("values").GetProperty("config.lr").GetDouble(), group.GetProperty("runs").GetInt32())));

        // lr 0.1 has 1, 2 and 6 times the step; lr 0.2 has 10 and 20 times, one of them a shorter time.
        var (fine, coarse) = (answer.GetProperty("series")[0], answer.GetProperty("series")[1]);
        Assert.Equal(Enumerable.Range(0, 50).Select(step => 3.0 * step), Numbers(fine, "last"));
        Assert.All(Numbers(fine, "max").Select((high, step) => high - (3.0 * step) - (Math.Sqrt(7) * step)), rest => Assert.Equal(0, rest, 1e-9));
        Assert.Equal(Enumerable.Range(0, 50).Select(step => step < 20 ? 15.0 * step : 10.0 * step), Numbers(coarse, "last"));
        Assert.Equal(Enumerable.Range(0, 50).Select(step => step < 20 ? 2.0 : 1.0), Numbers(coarse, "counts"));
    }

    [Fact]
    public async Task Centre_spread_and_filter_are_as_asked()
    {
        var project = await SeedsAsync();
        var answer = await QueryAsync(
            project, """{"by":[],"filter":"config.lr = 0.1","keys":["loss"],"buckets":100,"centre":"median","spread":"range" """);
        var line = Assert.Single(answer.GetProperty("series").EnumerateArray());
        Assert.Equal(3, line.GetProperty("runs").GetInt32());
        Assert.Equal((98, 49, 294), (Numbers(line, "last").Last(), Numbers(line, "min").Last(), Numbers(line, "max").Last()));
    }

    [Fact]
    public async Task Groups_left_out_are_counted()
    {
        var project = await SeedsAsync();
        var answer = await QueryAsync(project, """{"by":["config.lr"],"keys":["loss","none"],"groups":1 """);
        Assert.Equal(2, answer.GetProperty("total").GetInt32());
        Assert.Single(answer.GetProperty("groups").EnumerateArray());
        Assert.Equal(["loss", "none"], answer.GetProperty("series").EnumerateArray().Select(one => one.GetProperty("key").GetString()));
        Assert.Equal(0, answer.GetProperty("series")[1].GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task The_binary_answer_holds_the_same_numbers()
    {
        var project = await SeedsAsync();
        using var content = new StringContent("""{"by":["config.lr"],"keys":["loss"],"buckets":10}""", Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync($"/api/v1/projects/{project}/series/groups", content, TestContext.Current.CancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var headerBytes = BitConverter.ToInt32(bytes, 4);
        var header = JsonElement.Parse(bytes.AsSpan(8, headerBytes));
        var json = await QueryAsync(project, """{"by":["config.lr"],"keys":["loss"],"buckets":10 """);
        foreach (var (one, two) in header.GetProperty("series").EnumerateArray().Zip(json.GetProperty("series").EnumerateArray()))
        {
            var columns = one.GetProperty("columns").EnumerateArray().Select(column => column.GetString()).ToList();
            var (n, offset) = (one.GetProperty("n").GetInt32(), one.GetProperty("offset").GetInt32());
            foreach (var (binary, name) in new[] { ("x", "x"), ("last", "last"), ("min", "min"), ("max", "max"), ("count", "counts") })
            {
                var at = 8 + headerBytes + offset + (columns.IndexOf(binary) * n * sizeof(double));
                Assert.Equal(Numbers(two, name), Enumerable.Range(0, n).Select(i => BitConverter.ToDouble(bytes, at + (i * sizeof(double)))));
            }
        }
    }

    [Theory]
    [InlineData("""{"keys":["loss"]}""", "by")]
    [InlineData("""{"by":["nothing"],"keys":["loss"]}""", "by")]
    [InlineData("""{"by":[]}""", "keys")]
    [InlineData("""{"by":[],"keys":[],"spread":"wide"}""", "spread")]
    [InlineData("""{"by":[],"keys":[],"centre":"mode"}""", "centre")]
    [InlineData("""{"by":[],"keys":[],"filter":"= 1"}""", "filter")]
    [InlineData("""{"by":[],"keys":[],"groups":0}""", "groups")]
    [InlineData("""{"by":[],"keys":[],"buckets":0}""", "buckets")]
    [InlineData("""{"by":[],"keys":[],"expressions":["a +"]}""", "expressions")]
    [InlineData("""{"by":["name","state","group","uid","notes","source","jobType","id","duration"],"keys":[]}""", "by")]
    public async Task What_can_t_be_asked_is_refused_by_name(string body, string field)
    {
        var project = await SeedsAsync();
        var (status, problem) = await server.PostAsync($"/api/v1/projects/{project}/series/groups", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, problem.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Formulas_pair_points_of_the_same_step()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject(), "\"startedAt\":1700000000000");
        await server.LogAsync(run, [.. Enumerable.Range(0, 10).Select(i => Line(i, $"\"train/loss\":{i * 3}"))]);
        await server.LogAsync(run, [.. Enumerable.Range(0, 5).Select(i => Line(i * 2, $"\"val/loss\":{i}"))]);
        var body = $$"""{"runs":[{{run}}],"keys":["train/loss"],"expressions":["train/loss - val/loss","train/loss / nothing"],"format":"json" """;
        foreach (var (axis, x) in new[] { ("step", 8.0), ("time", 1_700_000_000_080), ("relative", 0.08), ("metric:val/loss", 4.0) })
        {
            var (status, answer) = await server.PostAsync("/api/v1/series/query", body + $",\"axis\":\"{axis}\"}}");
            Assert.Equal(HttpStatusCode.OK, status);
            var difference = answer.GetProperty("series")[1];
            Assert.Equal("train/loss - val/loss", difference.GetProperty("key").GetString());
            Assert.Equal([0, 5, 10, 15, 20], Numbers(difference, "last"));
            Assert.Equal(x, Numbers(difference, "x").Last(), 1e-9);
            Assert.Equal(0, answer.GetProperty("series")[2].GetProperty("n").GetInt32());
        }

        var (bad, problem) = await server.PostAsync("/api/v1/series/query", $$"""{"runs":[{{run}}],"keys":[],"expressions":["tanh(a)"]}""");
        Assert.Equal(HttpStatusCode.BadRequest, bad);
        Assert.Contains("no function 'tanh'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logarithmic_axis_gets_as_many_parts_for_each_octave()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject());
        await server.LogAsync(run, [.. Enumerable.Range(0, 4097).Select(i => Line(i, $"\"loss\":{i}"))]);
        var (_, answer) = await server.PostAsync(
            "/api/v1/series/query", $$"""{"runs":[{{run}}],"keys":["loss"],"buckets":120,"scale":"log","format":"json"}""");
        var series = answer.GetProperty("series")[0];
        var x = Numbers(series, "x").ToArray();
        Assert.Equal((1, 4096), (x[0], x[^1]));
        Assert.Equal(x.Order().Distinct(), x);
        Assert.Equal(4096, Numbers(series, series.TryGetProperty("counts", out _) ? "counts" : "x").Sum());
        Assert.InRange(x.Count(one => one > 1024 && one <= 2048), 9, 12);
        Assert.Equal(8, x.Count(one => one <= 8));
    }

    private static string Line(int step, string metrics) => string.Create(
        CultureInfo.InvariantCulture, $"{{\"step\":{step},\"time\":{1_700_000_000_000 + (step * 10)},\"metrics\":{{{metrics}}}}}");

    private static IEnumerable<double> Numbers(JsonElement entry, string column) =>
        entry.GetProperty(column).EnumerateArray().Select(number => number.GetDouble());

    private async Task<string> SeedsAsync()
    {
        var project = RunningServer.NewProject();
        foreach (var (lr, slope, steps) in new[] { ("0.1", 1, 50), ("0.1", 2, 50), ("0.1", 6, 50), ("0.2", 10, 50), ("0.2", 20, 20) })
        {
            var run = await server.StartRunAsync(project, $"\"config\":{{\"lr\":{lr}}}");
            await server.LogAsync(run, [.. Enumerable.Range(0, steps).Select(i => Line(i, $"\"loss\":{i * slope}"))]);
        }

        return project;
    }

    private async Task<JsonElement> QueryAsync(string project, string question)
    {
        var (status, answer) = await server.PostAsync($"/api/v1/projects/{project}/series/groups", question + ",\"format\":\"json\"}");
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        return answer;
    }
}
