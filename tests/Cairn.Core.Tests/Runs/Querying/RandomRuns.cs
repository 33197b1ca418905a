using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Tests.Runs.Querying;

/// <summary>Draws runs, filters and sorts from small sets, so that ties, mixed types and missing values are everywhere.</summary>
internal sealed class RandomRuns(int seed)
{
    private static readonly string[] Words = ["", "a", "ab", "AB", "b%", "0.1", "1", "true", "résumé", "zz top"];
    private static readonly double[] Doubles = [-2, -0.0, 0, 0.1, 1, 1.5, 3e10, -1e-7];
    private static readonly RunColumn[] Columns =
    [
        .. new[]
        {
            "id", "uid", "name", "state", "group", "tags", "createdAt", "finishedAt", "duration", "labels.k", "config.lr",
            "config.model.depth", "config.model", "config.odd.key", "config.layers", "config.absent", "summary.best",
            "summary.best.value", "environment.host", "metrics.loss", "metrics.loss:min", "metrics.loss:count",
        }.Select(name => RunColumn.TryParse(name, out var column) ? column : throw new ArgumentException(name)),
        RunColumn.Config("lr") with { AsText = true },
        RunColumn.Config("layers") with { AsText = true },
    ];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    public Run Run(long id) => new()
    {
        Id = id,
        ProjectId = Next(3),
        Uid = "u" + id,
        Name = Pick(Words),
        State = Pick(Enum.GetValues<RunState>()),
        Group = Next(2) == 0 ? null : Pick(Words),
        Source = "native",
        Tags = [.. Words.Where(_ => Next(6) == 0)],
        Labels = Document("k"),
        Config = Document("lr", "model", "odd", "odd.key", "layers"),
        Summary = Document("best"),
        Environment = Document("host"),
        CreatedAt = 1_700_000_000_000 + Next(20),
        StartedAt = Next(5),
        FinishedAt = Next(2) == 0 ? null : Next(10),
        HeartbeatAt = Next(8),
        DeletedAt = Next(8) == 0 ? 1 : null,
    };

    public MetricSummary Metric(long run) => new(
        run, "loss", Next(5), Double(), Double(), Double(), Double(), Double());

    public RunColumn Column() => Pick(Columns);

    public RunSort Sort() => new(Column(), Next(2) == 0);

    public RunFilter Filter(int depth = 0) => Next(depth < 3 ? 12 : 8) switch
    {
        0 => new RunFilter.IsNull(Column()),
        1 => new RunFilter.In(Column(), Values(), Next(2) == 0),
        2 => new RunFilter.Like(Column(), Pick(["%", "a%", "_B", "%0.%", "", "%a%b%", "b%%"]), Next(2) == 0),
        3 => new RunFilter.Contains(Column(), Value()),
        4 => new RunFilter.Matches(Column(), Pick([new Regex("^a"), new Regex("[01]"), new Regex("")])),
        8 or 9 => new RunFilter.And([.. Parts(depth)]),
        10 => new RunFilter.Or([.. Parts(depth)]),
        11 => new RunFilter.Not(Filter(depth + 1)),
        _ => new RunFilter.Compare(Column(), Pick(Enum.GetValues<RunComparison>()), Value()),
    };

    private IEnumerable<RunFilter> Parts(int depth)
    {
        for (var i = Next(4); i > 0; i--)
            yield return Filter(depth + 1);
    }

    // Sometimes more than the few that are compared one after another.
    private ImmutableArray<RunValue> Values() =>
        [.. Enumerable.Range(0, Next(4) == 0 ? 30 : Next(4)).Select(_ => Value())];

    private RunValue Value() => Next(7) switch
    {
        0 => RunValue.Of(1_700_000_000_000L + Next(20)),
        1 or 2 => RunValue.Of(Pick(Doubles)),
        3 => RunValue.Of(Next(2) == 0),
        4 => RunValue.Of((long)Next(8)),
        5 => RunValue.Of(Pick([double.NaN, double.PositiveInfinity, 2.5, 1e300, "finished".Length])),
        _ => RunValue.Of(Pick([.. Words, "finished", "running", "u3", "NaN"])),
    };

    private double Double() => Next(6) == 0
        ? Pick([double.NaN, double.NegativeInfinity, double.PositiveInfinity])
        : Pick(Doubles);

    private JsonElement Document(params string[] keys)
    {
        var document = new JsonObject();
        foreach (var key in keys)
        {
            if (Next(4) != 0)
                document[key] = Node(0);
        }

        document["noise"] = "x";
        return JsonSerializer.SerializeToElement(document);
    }

    private JsonNode? Node(int depth) => Next(depth < 2 ? 9 : 6) switch
    {
        0 => null,
        1 => JsonValue.Create(Next(2) == 0),
        2 => JsonValue.Create(Pick(Words)),
        3 => JsonValue.Create("NaN"),
        4 or 5 => JsonValue.Create(Pick(Doubles)),
        6 => new JsonArray([.. Enumerable.Range(0, Next(3)).Select(_ => Node(2))]),
        _ => new JsonObject { ["depth"] = Node(depth + 1), ["key"] = Node(depth + 1), ["value"] = Node(depth + 1) },
    };
}
