using System.Text.Json;
using System.Text.RegularExpressions;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Wandb.Filters;

/// <summary>
/// Reads W&amp;B's Mongo-style filters. A field that is missing, or of another type, differs from every value:
/// <c>$ne</c>, <c>$nin</c> and <c>$not</c> let it pass, all others do not.
/// </summary>
public sealed class WandbFilterParser
{
    private FilterProblem? _problem;

    private WandbFilterParser()
    {
    }

    /// <summary>Reads a filter given as JSON text; null, empty text and <c>null</c> let all runs pass. Never throws.</summary>
    public static RunFilterResult Parse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return RunFilterResult.Of(new RunFilter.Always());
        try
        {
            using var document = JsonDocument.Parse(json);
            return Parse(document.RootElement);
        }
        catch (JsonException e)
        {
            return RunFilterResult.Failed(new FilterProblem(
                (int)(e.BytePositionInLine ?? 0), "The filters are not JSON.", "Send a JSON object such as {\"state\": \"finished\"}."));
        }
        catch (ArgumentException)
        {
            return RunFilterResult.Failed(new FilterProblem(0, "The filters are not valid Unicode.", "Send UTF-8."));
        }
    }

    /// <summary>Reads a filter given as JSON.</summary>
    public static RunFilterResult Parse(JsonElement filter)
    {
        if (filter.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return RunFilterResult.Of(new RunFilter.Always());
        var parser = new WandbFilterParser();
        var read = parser.Conditions(filter);
        return parser._problem is { } problem ? RunFilterResult.Failed(problem) : RunFilterResult.Of(read!);
    }

    private RunFilter? Conditions(JsonElement filter)
    {
        if (filter.ValueKind != JsonValueKind.Object)
            return Fail($"Expected an object of conditions, found {Shown(filter)}.", "Write {\"field\": value}.");
        var parts = new List<RunFilter>();
        foreach (var property in filter.EnumerateObject())
        {
            if (Condition(Name(property), property.Value) is not { } part)
                return null;
            parts.Add(part);
        }

        return RunFilter.All(parts);
    }

    private RunFilter? Condition(string key, JsonElement value)
    {
        switch (key)
        {
            case "$and": return List(value, Conditions) is { } all ? RunFilter.All(all) : null;
            case "$or": return List(value, Conditions) is { } any ? RunFilter.Any(any) : null;
            case "$nor": return List(value, Conditions) is { } none ? new RunFilter.Not(RunFilter.Any(none)) : null;
            case "$not": return Conditions(value) is { } part ? new RunFilter.Not(part) : null;
        }

        if (key.StartsWith('$'))
            return Fail($"'{key}' is no operator that joins conditions.", "Use $and, $or, $nor or $not.");
        if (key.StartsWith("tags.", StringComparison.Ordinal) && key.Length > 5)
            return Tag(key[5..], value);
        if (WandbFields.Column(key) is not { } column)
        {
            return Fail(
                $"Runs have no field '{key}'.",
                "Use name, display_name, state, tags, group, jobType, username, host, sweep, notes, created_at, heartbeat_at, " +
                "duration, config.…, summary_metrics.… or keys_info.keys.….");
        }

        return Tests(column, value);
    }

    // "tags.best": whether the run has that tag.
    private RunFilter? Tag(string tag, JsonElement value)
    {
        var has = new RunFilter.Contains(RunColumn.Attribute("tags"), RunValue.Of(tag));
        if (value.ValueKind == JsonValueKind.Object)
        {
            var operators = value.EnumerateObject().ToList();
            if (operators is not [{ } only] || Name(only) is not ("$exists" or "$eq" or "$ne"))
                return Fail($"'tags.{tag}' asks only whether there is the tag.", "Use {\"$exists\": true}.");
            var isAsked = only.Value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null);
            return isAsked == (Name(only) != "$ne") ? has : new RunFilter.Not(has);
        }

        return value.ValueKind is JsonValueKind.False or JsonValueKind.Null ? new RunFilter.Not(has) : has;
    }

    private RunFilter? Tests(RunColumn column, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return Equal(column, value);
        var parts = new List<RunFilter>();
        foreach (var property in value.EnumerateObject())
        {
            var part = Name(property) == "$options" ? new RunFilter.Always() : Test(column, Name(property), property.Value, value);
            if (part is null)
                return null;
            parts.Add(part);
        }

        return RunFilter.All(parts);
    }

    private RunFilter? Test(RunColumn column, string name, JsonElement value, JsonElement all) => name switch
    {
        "$eq" => Equal(column, value),
        "$ne" => Equal(column, value) is { } equal ? new RunFilter.Not(equal) : null,
        "$gt" => Compare(column, RunComparison.Greater, value),
        "$gte" => Compare(column, RunComparison.GreaterOrEqual, value),
        "$lt" => Compare(column, RunComparison.Less, value),
        "$lte" => Compare(column, RunComparison.LessOrEqual, value),
        "$in" => List(value, one => Equal(column, one)) is { } any ? RunFilter.Any(any) : null,
        "$nin" => List(value, one => Equal(column, one)) is { } none ? new RunFilter.Not(RunFilter.Any(none)) : null,
        "$all" => List(value, one => Equal(column, one)) is { } every ? RunFilter.All(every) : null,
        "$exists" => value.ValueKind is JsonValueKind.False or JsonValueKind.Null || (value.ValueKind == JsonValueKind.Number && value.GetDouble() == 0)
            ? new RunFilter.IsNull(column)
            : RunFilter.HasValue(column),
        "$contains" => Value(column, value) is { } part ? new RunFilter.Contains(column, part) : null,
        "$regex" => Regex(column, value, all),
        "$not" when value.ValueKind == JsonValueKind.Object =>
            Tests(column, value) is { } inner ? new RunFilter.Not(inner) : null,
        _ => Fail(
            $"'{name}' is no operator for '{column}'.",
            "Use $eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $all, $exists, $contains, $regex or $not; a setting inside another is " +
            "named by its path, config.outer.inner."),
    };

    private RunFilter? Equal(RunColumn column, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return new RunFilter.IsNull(column);
        return Compare(column, RunComparison.Equal, value);
    }

    private RunFilter? Compare(RunColumn column, RunComparison comparison, JsonElement value) =>
        Value(column, value) is { } wanted ? new RunFilter.Compare(column, comparison, wanted) : null;

    private RunValue? Value(RunColumn column, JsonElement value)
    {
        if (WandbFields.Value(column, value) is { } wanted)
            return wanted;
        Fail(
            $"'{column}' cannot be compared with {Shown(value)}.",
            column.IsTime ? "Give an ISO 8601 date." : "Give a text, a number or a boolean; for several, use $in or $all.");
        return null;
    }

    private RunFilter? Regex(RunColumn column, JsonElement value, JsonElement all)
    {
        const string Remedy = "Use RE2 syntax: no look-around, no back-references.";
        if (value.ValueKind != JsonValueKind.String)
            return Fail($"$regex of '{column}' needs a text.", Remedy);
        try
        {
            var ignoreCase = all.TryGetProperty("$options", out var options) && options.ValueKind == JsonValueKind.String &&
                             WandbFields.Text(options).Contains('i', StringComparison.Ordinal);

            // Linear in the text whatever the expression, so that nobody can stop the server with one.
            var expression = new Regex(
                WandbFields.Text(value),
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : 0));
            return new RunFilter.Matches(column, expression);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Fail($"The $regex of '{column}' is not one: {e.Message}", Remedy);
        }
    }

    private List<RunFilter>? List(JsonElement value, Func<JsonElement, RunFilter?> read)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fail($"Expected an array, found {Shown(value)}.", "Write [ … ].");
            return null;
        }

        var parts = new List<RunFilter>();
        foreach (var element in value.EnumerateArray())
        {
            if (read(element) is not { } part)
                return null;
            parts.Add(part);
        }

        return parts;
    }

    private static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "…";
    }

    private RunFilter? Fail(string expected, string remedy)
    {
        _problem ??= new FilterProblem(0, expected, remedy);
        return null;
    }
}
