using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Cairn.Cli.Tests.Crashing;

/// <summary>
/// A run that several clients log to at full speed, and what the server answered of it: points, records, console lines
/// and files. What each request holds depends on its number alone, so that it can be sent again.
/// </summary>
internal sealed class CrashRun(long id, int seed)
{
    private const int PointWriters = 3;
    private const int RowsAtMost = 80;
    private const long Time = 1_700_000_000_000;

    private readonly Lock _gate = new();
    private volatile bool _stopped;
    private readonly HashSet<(string Kind, int Number)> _answered = [];
    private readonly HashSet<(string Kind, int Number)> _unsure = [];

    /// <summary>Requests that were answered.</summary>
    public int Answered
    {
        get
        {
            lock (_gate)
                return _answered.Count;
        }
    }

    public static async Task<CrashRun> StartAsync(HttpClient http, int seed)
    {
        using var answer = await http.PostAsJsonAsync(
            "api/v1/runs", new { project = "crash/test", name = $"round {seed}" }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return new CrashRun(json.GetProperty("run").GetProperty("id").GetInt64(), seed);
    }

    /// <summary>Lets the clients end after the request that each is at.</summary>
    public void Stop() => _stopped = true;

    /// <summary>Logs until the server is gone, or <see cref="Stop"/>.</summary>
    public Task LoadAsync(HttpClient http) => Task.WhenAll(
    [
        .. Enumerable.Range(0, PointWriters).Select(writer => WriteAsync(http, $"points{writer}")),
        WriteAsync(http, "lines"),
        WriteAsync(http, "file"),
    ]);

    /// <summary>Everything answered is there once; what nobody knows of is there once or not at all.</summary>
    public async Task CheckAsync(CairnApi api)
    {
        for (var writer = 0; writer < PointWriters; writer++)
            await CheckPointsAsync(api, writer);
        await CheckLinesAsync(api);
        await CheckFilesAsync(api);
    }

    /// <summary>Sends what nobody knows of again, and some of what was answered.</summary>
    public async Task ResendAsync(HttpClient http)
    {
        var again = _unsure.Concat(_answered.OrderBy(one => HashCode.Combine(seed, one)).Take(5)).ToList();
        foreach (var (kind, number) in again)
        {
            Assert.True(await SendAsync(http, kind, number));
            _answered.Add((kind, number));
        }

        _unsure.Clear();
    }

    private static byte[] File(int number)
    {
        var random = new Random(number);
        var bytes = new byte[random.Next(1, 400_000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static IEnumerable<(long Step, double Value)> Rows(int writer, int number)
    {
        var random = new Random((writer * 100_000) + number);
        var rows = random.Next(1, RowsAtMost);

        // Now and then a request reaches back among earlier steps.
        var first = ((long)number * RowsAtMost) - (number % 7 == 6 ? RowsAtMost / 2 : 0);
        for (var row = 0; row < rows; row++)
            yield return (first + row, Value(writer, first + row));
    }

    private static double Value(int writer, long step) => Math.Round(Math.Sin(step + writer), 4);

    private async Task WriteAsync(HttpClient http, string kind)
    {
        await Task.Yield();
        for (var number = 0; !_stopped; number++)
        {
            lock (_gate)
                _unsure.Add((kind, number));
            try
            {
                if (!await SendAsync(http, kind, number))
                    return;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException)
            {
                return;
            }

            lock (_gate)
            {
                _unsure.Remove((kind, number));
                _answered.Add((kind, number));
            }
        }
    }

    private async Task<bool> SendAsync(HttpClient http, string kind, int number)
    {
        using var request = kind == "file"
            ? new HttpRequestMessage(HttpMethod.Put, $"api/v1/runs/{id}/files/f{number}.bin") { Content = new ByteArrayContent(File(number)) }
            : new HttpRequestMessage(HttpMethod.Post, $"api/v1/runs/{id}/log") { Content = Log(kind, number) };
        using var answer = await http.SendAsync(request);
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent
            ? true
            : throw new InvalidOperationException($"{request.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static ByteArrayContent Log(string kind, int number)
    {
        var text = new StringBuilder();
        if (kind == "lines")
        {
            text.Append($$$"""{"step":{{{number}}},"time":{{{Time}}},"record":{"key":"sample","type":"text","value":{"text":"r{{{number}}}"} } }""").Append('\n');
            for (var line = 0; line < 3; line++)
                text.Append($$$"""{"time":{{{Time}}},"console":{"line":{{{(number * 3) + line}}},"text":"line {{{(number * 3) + line}}}"}}""").Append('\n');
        }
        else
        {
            var writer = kind[^1] - '0';
            foreach (var (step, value) in Rows(writer, number))
                text.Append($$$"""{"step":{{{step}}},"time":{{{Time + step}}},"metrics":{"k{{{writer}}}":{{{value}}},"also{{{writer}}}":{{{step}}}}}""").Append('\n');
        }

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text.ToString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return content;
    }

    private async Task CheckPointsAsync(CairnApi api, int writer)
    {
        var kind = $"points{writer}";
        var needed = _answered.Where(one => one.Kind == kind).SelectMany(one => Rows(writer, one.Number)).Select(row => row.Step).ToHashSet();
        var allowed = _unsure.Where(one => one.Kind == kind).SelectMany(one => Rows(writer, one.Number)).Select(row => row.Step).ToHashSet();
        allowed.UnionWith(needed);
        foreach (var key in new[] { $"k{writer}", $"also{writer}" })
        {
            var points = await api.PointsAsync(id, key);
            var steps = points.Select(point => point.Step).ToList();
            Assert.Equal(steps.Count, steps.Distinct().Count());
            Assert.Superset(needed, steps.ToHashSet());
            Assert.Subset(allowed, steps.ToHashSet());
            Assert.All(points, point => Assert.Equal(key[0] == 'k' ? Value(writer, point.Step) : point.Step, point.Value));
        }
    }

    private async Task CheckLinesAsync(CairnApi api)
    {
        var needed = _answered.Where(one => one.Kind == "lines").Select(one => one.Number).ToHashSet();
        var allowed = _unsure.Where(one => one.Kind == "lines").Select(one => one.Number).Concat(needed).ToHashSet();
        var lines = new List<(long Line, string Stream, string Text)>();
        foreach (var page in Enumerable.Range(0, (allowed.Count * 3 / 5000) + 1))
            lines.AddRange(await api.ConsoleAsync(id, page * 5000));
        Assert.All(lines, line => Assert.Equal($"line {line.Line}", line.Text));
        Assert.Equal(lines.Count, lines.Select(line => line.Line).Distinct().Count());
        var numbers = lines.GroupBy(line => (int)line.Line / 3).ToDictionary(group => group.Key, group => group.Count());
        Assert.All(numbers.Values, count => Assert.Equal(3, count));
        Assert.Superset(needed, numbers.Keys.ToHashSet());
        Assert.Subset(allowed, numbers.Keys.ToHashSet());

        var records = new List<JsonElement>();
        for (long from = 0; ; from = records[^1].GetProperty("step").GetInt64() + 1)
        {
            var page = (await api.GetAsync($"/runs/{id}/records?key=sample&fromStep={from}&limit=1000")).GetProperty("records").EnumerateArray().ToList();
            records.AddRange(page);
            if (page.Count < 1000)
                break;
        }

        Assert.Equal(numbers.Keys.Order().Select(number => (long)number), records.Select(record => record.GetProperty("step").GetInt64()).Order());
    }

    private async Task CheckFilesAsync(CairnApi api)
    {
        var needed = _answered.Where(one => one.Kind == "file").Select(one => one.Number).ToHashSet();
        var allowed = _unsure.Where(one => one.Kind == "file").Select(one => one.Number).Concat(needed).ToHashSet();
        var files = (await api.GetAsync($"/runs/{id}/files")).GetProperty("files").EnumerateArray()
            .ToDictionary(file => int.Parse(file.GetProperty("path").GetString()![1..^4]), file => file.GetProperty("size").GetInt64());
        Assert.Superset(needed, files.Keys.ToHashSet());
        Assert.Subset(allowed, files.Keys.ToHashSet());
        foreach (var number in files.Keys.Order().TakeLast(5))
            Assert.Equal(File(number), await api.BytesAsync($"api/v1/runs/{id}/files/f{number}.bin"));
    }
}
