using System.Text.Json.Nodes;
using Cairn.Client.Logging;

namespace Cairn.Client;

/// <summary>
/// A run's config or summary as this process knows it: named values, each kept with the run when it is set. Safe to use
/// from several threads; never throws for a value that cannot be written (that is reported as a warning).
/// </summary>
public sealed class RunDocument
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, object?> _values = [];
    private readonly Warnings _warnings;
    private readonly string _what;
    private JsonObject? _changes;

    internal RunDocument(string what, Warnings warnings)
    {
        _what = what;
        _warnings = warnings;
    }

    /// <summary>
    /// The value last set in this process, or null; setting null deletes the key on the server. Values are anything
    /// that JSON can express: numbers, text, lists, dictionaries, plain objects.
    /// </summary>
    public object? this[string key]
    {
        get
        {
            lock (_gate)
                return _values.GetValueOrDefault(key);
        }
        set => Set(key, value, report: true);
    }

    /// <summary>The keys set in this process.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (_gate)
                return [.. _values.Keys];
        }
    }

    /// <summary>Sets every member of an object, dictionary or <see cref="JsonObject"/>; nested values stay nested.</summary>
    public void Merge(object values)
    {
        if (JsonValues.ToObject(values, _what, _warnings) is not { } members)
            return;
        foreach (var (key, node) in members)
            Set(key, node?.DeepClone(), report: true);
    }

    /// <summary>Remembers values that the start of the run already carries.</summary>
    internal void Begin(JsonObject values)
    {
        foreach (var (key, node) in values)
            Set(key, node?.DeepClone(), report: false);
    }

    /// <summary>Everything set since the last call, or null.</summary>
    internal JsonObject? TakeChanges()
    {
        lock (_gate)
        {
            var changes = _changes;
            _changes = null;
            return changes;
        }
    }

    private void Set(string key, object? value, bool report)
    {
        if (string.IsNullOrEmpty(key))
        {
            _warnings.Report($"{_what}-key", $"a {_what} key is empty; the value is skipped");
            return;
        }

        if (!JsonValues.TryConvert(value, $"{_what} value '{key}'", _warnings, out var node))
            return;
        lock (_gate)
        {
            _values[key] = value is JsonValue scalar ? JsonValues.Plain(scalar) : value;
            if (report)
                (_changes ??= [])[key] = node;
        }
    }
}
