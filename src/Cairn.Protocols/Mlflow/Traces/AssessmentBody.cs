using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Traces;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>Assessments as JSON: what a client says, with an id and times.</summary>
internal static class AssessmentBody
{
    private static readonly string[] Changeable = ["assessment_name", "feedback", "expectation", "rationale", "metadata", "valid"];

    /// <summary>A new one; what a client must not leave out ends the call.</summary>
    public static Assessment New(MlflowFields fields, string trace, TimeProvider time)
    {
        var body = Copy(fields);
        fields.Required("assessment_name");
        if (!fields.Has("feedback") && !fields.Has("expectation"))
            throw MlflowRefusal.Invalid($"'{fields.Name("assessment")}' needs a 'feedback' or an 'expectation'.");
        var uid = fields.Text("assessment_id") is { Length: > 0 } known ? known : $"a-{Guid.NewGuid():n}";
        var now = Now(time);
        body["assessment_id"] = uid;
        body["trace_id"] = trace;
        body["create_time"] ??= now;
        body["last_update_time"] ??= now;
        if (fields.Has("feedback"))
            body["valid"] ??= true;
        return new Assessment(trace, uid, body.ToJsonString());
    }

    /// <summary>A known one with the fields that <paramref name="mask"/> names; all that are given when it names none.</summary>
    public static Assessment Change(Assessment known, MlflowFields fields, string? mask, TimeProvider time)
    {
        var body = JsonNode.Parse(known.Body)!.AsObject();
        var change = Copy(fields);
        var names = string.IsNullOrEmpty(mask)
            ? Changeable.Where(change.ContainsKey)
            : mask.Split(',').Select(Snake);
        foreach (var name in names)
        {
            if (!Changeable.Contains(name))
                throw MlflowRefusal.Invalid($"Parameter 'update_mask' names '{MlflowNames.Shorten(name)}', which can't be changed.");
            if (change.Remove(name, out var value))
                body[name] = value;
            else
                body.Remove(name);
        }

        body["last_update_time"] = Now(time);
        return known with { Body = body.ToJsonString() };
    }

    /// <summary>One that counts, or counts no longer.</summary>
    public static Assessment WithValidity(Assessment known, bool valid)
    {
        var body = JsonNode.Parse(known.Body)!.AsObject();
        body["valid"] = valid;
        return known with { Body = body.ToJsonString() };
    }

    /// <summary>The id of the one that this replaces; null when it replaces none.</summary>
    public static string? Overridden(Assessment known) =>
        JsonNode.Parse(known.Body)!["overrides"] is JsonValue value && value.TryGetValue<string>(out var id) && id.Length > 0 ? id : null;

    /// <summary>The value in the words of a search: a text as it is, anything else as JSON.</summary>
    public static string? Value(JsonElement body, string kind, string name)
    {
        if (!body.TryGetProperty("assessment_name", out var title) || title.ValueKind != JsonValueKind.String
            || title.GetString() != name || !body.TryGetProperty(kind, out var inner)
            || inner.ValueKind != JsonValueKind.Object || !inner.TryGetProperty("value", out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
    }

    private static JsonObject Copy(MlflowFields fields)
    {
        try
        {
            // Looking up a name is what finds repeated ones.
            return JsonNode.Parse(fields.RawText) is JsonObject body && !body.ContainsKey("\0")
                ? body
                : throw MlflowRefusal.Invalid("An assessment has to be an object.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            throw MlflowRefusal.Invalid("An assessment has to be a JSON object with each name once.");
        }
    }

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name.Trim());

    private static string Now(TimeProvider time) => TraceTimes.WriteTime(time.GetUtcNow().ToUnixTimeMilliseconds());
}
