using System.Globalization;
using System.Text.Json;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Wandb.Filters;

/// <summary>Which columns W&amp;B's field names mean, and how its values for them read.</summary>
public static class WandbFields
{
    /// <summary>The label under which a run's sweep is kept.</summary>
    public const string SweepLabel = "wandb.sweep";

    /// <summary>The column of a field; null when there is no such field.</summary>
    public static RunColumn? Column(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        var name = field switch
        {
            "name" => "uid",
            "display_name" or "displayName" => "name",
            "state" or "tags" or "group" or "notes" or "duration" => field,
            "jobType" or "job_type" => "jobType",
            "createdAt" or "created_at" => "createdAt",
            "heartbeatAt" or "heartbeat_at" or "updatedAt" or "updated_at" => "heartbeatAt",
            _ => null,
        };
        if (name is not null)
            return RunColumn.Attribute(name);
        return field switch
        {
            "sweep" => RunColumn.Label(SweepLabel),
            "username" => new RunColumn(RunColumnFamily.Environment, "user"),
            "host" => new RunColumn(RunColumnFamily.Environment, "host"),
            _ => After(field, "config.") is { } config ? RunColumn.Config(WithoutValue(config))
                : (After(field, "summary_metrics.") ?? After(field, "summaryMetrics.")) is { } summary ? RunColumn.Summary(summary)
                : After(field, "keys_info.keys.") is { } key ? RunColumn.Metric(key, MetricAggregate.Count)
                : null,
        };
    }

    /// <summary>
    /// A JSON value as that column has it: dates become milliseconds, seconds of <c>duration</c> too. Null when it is no value
    /// that the column could have (an array, an object, a date that is none).
    /// </summary>
    internal static RunValue? Value(RunColumn column, JsonElement value)
    {
        if (column.IsTime && value.ValueKind == JsonValueKind.String)
        {
            return DateTimeOffset.TryParse(
                Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? RunValue.Of(time.ToUnixTimeMilliseconds())
                : null;
        }

        if (value.ValueKind == JsonValueKind.Number && column == RunColumn.Attribute("duration"))
            return RunValue.Of(value.GetDouble() * 1000);
        return value.ValueKind switch
        {
            JsonValueKind.String => RunValue.Of(Text(value)),
            JsonValueKind.True => RunValue.Of(true),
            JsonValueKind.False => RunValue.Of(false),
            JsonValueKind.Number => value.TryGetInt64(out var integer) ? RunValue.Of(integer) : RunValue.Of(value.GetDouble()),
            _ => null,
        };
    }

    /// <summary>The text, or what is written where half of a surrogate pair makes it none.</summary>
    internal static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText()[1..^1];
        }
    }

    // W&B wraps each top-level setting: config.lr.value, config.model.value.depth.
    private static string WithoutValue(string path)
    {
        var parts = path.Split('.').ToList();
        if (parts.Count > 1 && parts[1] == "value")
            parts.RemoveAt(1);
        else if (parts.Count > 2 && parts[^1] == "value")
            parts.RemoveAt(parts.Count - 1);
        return string.Join('.', parts);
    }

    private static string? After(string field, string prefix) =>
        field.Length > prefix.Length && field.StartsWith(prefix, StringComparison.Ordinal) ? field[prefix.Length..] : null;
}
