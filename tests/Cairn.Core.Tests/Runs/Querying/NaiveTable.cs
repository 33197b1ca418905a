using System.Text.Json;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Tests.Runs.Querying;

/// <summary>The runs table written for clearness alone: every query reads every run through <see cref="JsonElement"/>.</summary>
internal sealed class NaiveTable
{
    public Dictionary<long, Run> Runs { get; } = [];

    public Dictionary<(long Run, string Key), MetricSummary> Metrics { get; } = [];

    public MetricSource Source => new(
        (key, visit) =>
        {
            foreach (var summary in Metrics.Values.Where(summary => summary.Key == key).ToList())
                visit(summary);
        },
        (run, key) => Metrics.TryGetValue((run, key), out var summary) ? summary : null,
        run => [.. Metrics.Values.Where(summary => summary.Run == run)]);

    /// <summary>The documents of some runs, as records have them.</summary>
    public Dictionary<long, byte[]> Documents(RunColumnFamily family, Func<long, bool> which) =>
        Runs.Values.Where(run => which(run.Id)).ToDictionary(run => run.Id, run => RunRecord.Of(run).Document(family)!);

    public List<long> Ids(RunQuery query)
    {
        var runs = Runs.Values
            .Where(run => query.Projects is null || query.Projects.Contains(run.ProjectId))
            .Where(run => query.Visibility == RunVisibility.All || run.DeletedAt is null == (query.Visibility == RunVisibility.Active))
            .Where(run => Passes(run, query.Filter));
        var sorted = runs.ToList();
        sorted.Sort((a, b) => Order(query, a, b));
        return [.. sorted.Select(run => run.Id)];
    }

    public object? Value(Run run, RunColumn column)
    {
        switch (column.Family)
        {
            case RunColumnFamily.Metric:
                return Metrics.TryGetValue((run.Id, column.Path), out var summary) && summary.Count > 0
                    ? summary.Of(column.Aggregate)
                    : null;
            case RunColumnFamily.Attribute:
                return Attribute(run, column.Path);
            default:
                var document = column.Family switch
                {
                    RunColumnFamily.Label => run.Labels,
                    RunColumnFamily.Config => run.Config,
                    RunColumnFamily.Summary => run.Summary,
                    _ => run.Environment,
                };
                return Find(document, column.Path) is { } found ? Plain(found, column) : null;
        }
    }

    private static object? Attribute(Run run, string name) => name switch
    {
        "id" => run.Id,
        "uid" => run.Uid,
        "name" => run.Name,
        "state" => run.State.ToString().ToLowerInvariant(),
        "group" => run.Group,
        "tags" => run.Tags.Count == 0 ? null : JsonSerializer.SerializeToElement(run.Tags),
        "createdAt" => run.CreatedAt,
        "finishedAt" => run.FinishedAt,
        "duration" => Math.Max(0, (run.FinishedAt ?? run.HeartbeatAt) - run.StartedAt),
        _ => throw new ArgumentException(name),
    };

    private static JsonElement? Find(JsonElement document, string path)
    {
        if (document.ValueKind != JsonValueKind.Object)
            return null;
        for (var dot = path.IndexOf('.'); dot >= 0; dot = path.IndexOf('.', dot + 1))
        {
            if (document.TryGetProperty(path[..dot], out var inner) && Find(inner, path[(dot + 1)..]) is { } found)
                return found;
        }

        return document.TryGetProperty(path, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private static object? Plain(JsonElement value, RunColumn column)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            var text = value.GetString()!;
            return column is { Family: RunColumnFamily.Summary, AsText: false } && text == "NaN" ? double.NaN : text;
        }

        if (column.AsText)
            return value.GetRawText();
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => value,
        };
    }

    private bool Passes(Run run, RunFilter filter) => filter switch
    {
        RunFilter.Always => true,
        RunFilter.Never => false,
        RunFilter.And and => and.Parts.All(part => Passes(run, part)),
        RunFilter.Or or => or.Parts.Any(part => Passes(run, part)),
        RunFilter.Not not => !Passes(run, not.Part),
        RunFilter.IsNull isNull => Value(run, isNull.Column) is null,
        RunFilter.Compare c => Compare(Value(run, c.Column), c.Comparison, Literal(c.Value)),
        RunFilter.In isIn => In(Value(run, isIn.Column), [.. isIn.Values.Select(Literal)], isIn.Negated),
        RunFilter.Like like => Texts(Value(run, like.Column)).Any(text => Like(text, like.Pattern, like.IgnoreCase)),
        RunFilter.Contains contains => Value(run, contains.Column) switch
        {
            JsonElement { ValueKind: JsonValueKind.Array } list => Elements(list).Any(one => Same(one, Literal(contains.Value))),
            string text => Literal(contains.Value) is string part && text.Contains(part, StringComparison.Ordinal),
            _ => false,
        },
        RunFilter.Matches matches => Texts(Value(run, matches.Column)).Any(text => matches.Expression.IsMatch(text)),
        _ => throw new InvalidOperationException("An unknown filter."),
    };

    private static object? Literal(RunValue value) => value.Kind switch
    {
        RunValueKind.Integer => value.Integer,
        RunValueKind.Number => value.Number,
        RunValueKind.Text => value.Text,
        RunValueKind.Bool => value.Bool,
        _ => null,
    };

    private static IEnumerable<object?> Elements(JsonElement list) =>
        list.EnumerateArray().Select(element => Plain(element, RunColumn.Config("x")));

    private static IEnumerable<string> Texts(object? value) => value switch
    {
        string text => [text],
        JsonElement { ValueKind: JsonValueKind.Array } list => Elements(list).OfType<string>(),
        _ => [],
    };

    // Decimals hold every int64 and every small double of the tests exactly.
    private static bool IsNumber(object? value) => value is long or double;

    private static int? Numbers(object left, object right)
    {
        if (left is double.NaN || right is double.NaN)
            return null;
        if ((left is double a && Math.Abs(a) > 1e25) || (right is double b && Math.Abs(b) > 1e25))
            return Convert.ToDouble(left).CompareTo(Convert.ToDouble(right));
        return Convert.ToDecimal(left).CompareTo(Convert.ToDecimal(right));
    }

    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) => false,
        (JsonElement, _) or (_, JsonElement) => false,
        _ when IsNumber(left) && IsNumber(right) => Numbers(left!, right!) == 0,
        _ => left!.Equals(right),
    };

    private static bool OneType(object? left, object? right) =>
        left is not null && right is not null && (left.GetType() == right.GetType() || (IsNumber(left) && IsNumber(right)));

    private static bool Compare(object? value, RunComparison comparison, object? wanted)
    {
        if (value is JsonElement { ValueKind: JsonValueKind.Array } list)
        {
            var any = Elements(list).Any(one => Same(one, wanted));
            return comparison switch { RunComparison.Equal => any, RunComparison.NotEqual => !any, _ => false };
        }

        if (!OneType(value, wanted))
            return false;
        if (comparison == RunComparison.Equal)
            return Same(value, wanted);
        if (comparison == RunComparison.NotEqual)
            return !Same(value, wanted);
        int? order = value is string text ? string.CompareOrdinal(text, (string)wanted!)
            : IsNumber(value) ? Numbers(value!, wanted!)
            : null;
        return comparison switch
        {
            RunComparison.Less => order < 0,
            RunComparison.LessOrEqual => order <= 0,
            RunComparison.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool In(object? value, object?[] wanted, bool negated)
    {
        if (value is JsonElement { ValueKind: JsonValueKind.Array } list)
            return Elements(list).Any(one => wanted.Any(other => Same(one, other))) != negated;
        return wanted.Any(one => OneType(value, one)) && wanted.Any(one => Same(value, one)) != negated;
    }

    private static bool Like(string text, string pattern, bool ignoreCase)
    {
        if (pattern.Length == 0)
            return text.Length == 0;
        if (pattern[0] == '%')
            return Enumerable.Range(0, text.Length + 1).Any(i => Like(text[i..], pattern[1..], ignoreCase));
        return text.Length > 0 && (pattern[0] == '_' || text[0] == pattern[0] ||
               (ignoreCase && char.ToUpperInvariant(text[0]) == char.ToUpperInvariant(pattern[0]))) &&
               Like(text[1..], pattern[1..], ignoreCase);
    }

    private int Order(RunQuery query, Run left, Run right)
    {
        foreach (var sort in query.Sort)
        {
            var order = Order(Value(left, sort.Column), Value(right, sort.Column), sort.Descending);
            if (order != 0)
                return order;
        }

        var byTime = right.CreatedAt.CompareTo(left.CreatedAt);
        return byTime != 0 ? byTime : left.Id.CompareTo(right.Id);
    }

    private static int Order(object? left, object? right, bool descending)
    {
        static int Class(object? value) => value switch
        {
            null => 3,
            double.NaN => 1,
            long or double => 0,
            _ => 2,
        };

        static int Kind(object? value) => value switch
        {
            bool => 0,
            string => 1,
            JsonElement { ValueKind: JsonValueKind.Array } => 2,
            _ => 3,
        };

        if (Class(left) != Class(right))
            return Class(left) - Class(right);
        var order = Class(left) switch
        {
            0 => Numbers(left!, right!)!.Value,
            2 when Kind(left) != Kind(right) => Kind(left) - Kind(right),
            2 when left is bool => ((bool)left).CompareTo((bool)right!),
            2 => string.CompareOrdinal(left is JsonElement a ? a.GetRawText() : (string)left!, right is JsonElement b ? b.GetRawText() : (string)right!),
            _ => 0,
        };
        return descending ? -order : order;
    }
}
