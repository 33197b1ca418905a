using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Cairn.Cli.Bench;

/// <summary>
/// Makes a project of a given size through the API, the same one every time: half the columns are settings, half are
/// metrics; a third of what a run has are columns that all runs have, the rest is spread over the others.
/// </summary>
internal sealed class ProjectFiller(HttpClient http, FillShape shape, Action<string> tell)
{
    /// <summary>Where the runs go.</summary>
    public const string Project = "bench/table";

    private const int AtOnce = 32;
    private static readonly string[] Optimizers = ["adam", "adamw", "sgd", "lion", "rmsprop"];
    private static readonly string[] Datasets = ["imagenet", "cifar10", "fashion-mnist", "coco", "wikitext", "librispeech"];
    private static readonly string[] Ends = ["finished", "finished", "finished", "finished", "finished", "failed", "crashed", "killed"];

    /// <summary>Makes the runs and answers how many there are.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, shape.Runs),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                await MakeAsync(number, token).ConfigureAwait(false);
                var count = Interlocked.Increment(ref done);
                if (count % Math.Max(1, shape.Runs / 10) == 0)
                    tell($"{count.ToString("N0", CultureInfo.InvariantCulture)} runs");
            }).ConfigureAwait(false);
        return done;
    }

    private async Task MakeAsync(int number, CancellationToken cancellationToken)
    {
        var random = new Random(number);
        var started = await SendAsync(HttpMethod.Post, "api/v1/runs", "application/json", json => WriteStart(json, number, random), cancellationToken).ConfigureAwait(false);
        using var answer = JsonDocument.Parse(started);
        var id = answer.RootElement.GetProperty("run").GetProperty("id").GetInt64();
        await SendAsync(HttpMethod.Post, $"api/v1/runs/{id}/log", "application/x-ndjson", json => WriteMetrics(json, random), cancellationToken).ConfigureAwait(false);
        await SendAsync(
            HttpMethod.Patch,
            $"api/v1/runs/{id}",
            "application/json",
            json =>
            {
                json.WriteStartObject();
                json.WriteString("state", Ends[random.Next(Ends.Length)]);
                json.WriteStartObject("summary");
                json.WriteNumber("best", Math.Round(random.NextDouble(), 4));
                json.WriteEndObject();
                json.WriteEndObject();
            },
            cancellationToken).ConfigureAwait(false);
    }

    private void WriteStart(Utf8JsonWriter json, int number, Random random)
    {
        json.WriteStartObject();
        json.WriteString("project", Project);
        json.WriteString("uid", string.Create(CultureInfo.InvariantCulture, $"bench{number:D7}"));
        json.WriteString("name", string.Create(CultureInfo.InvariantCulture, $"{Optimizers[random.Next(Optimizers.Length)]}-{Datasets[random.Next(Datasets.Length)]}-{number}"));
        json.WriteString("group", string.Create(CultureInfo.InvariantCulture, $"group {number / 5}"));
        if (number % 50 is > 0 and < 4)
            json.WriteString("parent", string.Create(CultureInfo.InvariantCulture, $"bench{number / 50 * 50:D7}"));
        json.WriteStartArray("tags");
        if (random.Next(4) == 0)
            json.WriteStringValue(random.Next(2) == 0 ? "baseline" : "candidate");
        json.WriteEndArray();
        json.WriteStartObject("config");
        json.WriteString("optimizer", Optimizers[random.Next(Optimizers.Length)]);
        json.WriteString("dataset", Datasets[random.Next(Datasets.Length)]);
        json.WriteNumber("seed", number % 5);
        json.WriteNumber("lr", Math.Round(Math.Pow(10, -1 - (random.NextDouble() * 4)), 6));
        json.WriteNumber("depth", 1 + random.Next(24));
        foreach (var column in Chosen(random, Math.Max(0, (shape.Columns / 2) - 5), (shape.PerRun / 2) - 5))
            json.WriteNumber(string.Create(CultureInfo.InvariantCulture, $"option_{column:D4}"), Math.Round(random.NextDouble() * 100, 3));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteMetrics(Utf8JsonWriter json, Random random)
    {
        json.WriteStartObject();
        json.WriteNumber("step", 100);
        json.WriteNumber("time", 1_700_000_000_000);
        json.WriteStartObject("metrics");
        json.WriteNumber("loss", Math.Round(random.NextDouble() * 3, 5));
        json.WriteNumber("accuracy", Math.Round(random.NextDouble(), 5));
        foreach (var column in Chosen(random, Math.Max(0, (shape.Columns / 2) - 2), (shape.PerRun / 2) - 2))
            json.WriteNumber(string.Create(CultureInfo.InvariantCulture, $"eval/task_{column:D4}"), Math.Round(random.NextDouble(), 5));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static IEnumerable<int> Chosen(Random random, int all, int wanted)
    {
        wanted = Math.Clamp(wanted, 0, all);
        var everywhere = wanted / 3;
        return Enumerable.Range(0, everywhere).Concat(Enumerable.Range(0, wanted - everywhere).Select(_ => everywhere + random.Next(all - everywhere)).Distinct());
    }

    private async Task<byte[]> SendAsync(
        HttpMethod method, string path, string contentType, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        using var request = new HttpRequestMessage(method, path) { Content = new ReadOnlyMemoryContent(buffer.WrittenMemory) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }
}
