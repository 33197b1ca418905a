using System.Collections.Frozen;

namespace Cairn.Protocols.Mlflow.Search;

/// <summary>What the filters and orders of one kind of search may name. The grammar around it is the same for all.</summary>
public sealed class MlflowGrammar
{
    public const string Attributes = "attributes";
    public const string Metrics = "metrics";
    public const string Params = "params";
    public const string Tags = "tags";
    public const string Datasets = "datasets";
    public const string Metadata = "metadata";
    public const string Spans = "span";
    public const string Feedback = "feedback";
    public const string Expectation = "expectation";

    private static readonly (string, string)[] RunWords =
    [
        ("metric", Metrics), ("metrics", Metrics),
        ("parameter", Params), ("parameters", Params), ("param", Params), ("params", Params),
        ("tag", Tags), ("tags", Tags),
        ("attribute", Attributes), ("attributes", Attributes), ("attr", Attributes), ("run", Attributes),
        ("dataset", Datasets), ("datasets", Datasets),
    ];

    private static readonly (string, string)[] FewWords = [("attribute", Attributes), ("tag", Tags), ("tags", Tags)];

    private readonly FrozenDictionary<string, string> _entities;
    private readonly FrozenDictionary<string, MlflowField> _attributes;
    private readonly FrozenDictionary<string, string> _aliases;
    private readonly FrozenDictionary<string, MlflowField> _entityFields;
    private readonly FrozenSet<string> _orderable;

    private MlflowGrammar(
        (string Word, string Entity)[] entities,
        (string Name, MlflowField Field)[] attributes,
        (string Entity, MlflowField Field)[] fields,
        string[]? orderable = null,
        (string Alias, string Name)[]? aliases = null)
    {
        _entities = entities.ToFrozenDictionary(pair => pair.Word, pair => pair.Entity, StringComparer.Ordinal);
        _attributes = attributes.ToFrozenDictionary(pair => pair.Name, pair => pair.Field, StringComparer.Ordinal);
        _entityFields = fields.ToFrozenDictionary(pair => pair.Entity, pair => pair.Field, StringComparer.Ordinal);
        _aliases = (aliases ?? []).ToFrozenDictionary(pair => pair.Alias, pair => pair.Name, StringComparer.Ordinal);
        _orderable = (orderable ?? [.. attributes.Select(pair => pair.Name)]).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary><c>runs/search</c>.</summary>
    public static MlflowGrammar Runs { get; } = new(
        RunWords,
        [
            ("run_id", MlflowField.TextOrList), ("run_name", MlflowField.Text), ("status", MlflowField.Text),
            ("artifact_uri", MlflowField.Text), ("user_id", MlflowField.Text),
            ("start_time", MlflowField.Number), ("end_time", MlflowField.Number),
        ],
        [
            (Metrics, MlflowField.Number), (Params, MlflowField.TextOrNull), (Tags, MlflowField.TextOrNull),
            (Datasets, MlflowField.TextOrList),
        ],
        aliases:
        [
            ("run name", "run_name"), ("Run name", "run_name"), ("Run Name", "run_name"),
            ("created", "start_time"), ("Created", "start_time"),
        ]);

    /// <summary><c>experiments/search</c>.</summary>
    public static MlflowGrammar Experiments { get; } = new(
        FewWords,
        [("name", MlflowField.Text), ("creation_time", MlflowField.Number), ("last_update_time", MlflowField.Number)],
        [(Tags, MlflowField.TextOrNull)],
        ["name", "experiment_id", "creation_time", "last_update_time"]);

    /// <summary><c>registered-models/search</c>.</summary>
    public static MlflowGrammar RegisteredModels { get; } = new(
        FewWords,
        [("name", MlflowField.Text)],
        [(Tags, MlflowField.Text)],
        ["name", "last_updated_timestamp"],
        [("timestamp", "last_updated_timestamp")]);

    /// <summary><c>model-versions/search</c>.</summary>
    public static MlflowGrammar ModelVersions { get; } = new(
        FewWords,
        [
            ("name", MlflowField.Text), ("version_number", MlflowField.Number), ("run_id", MlflowField.EqualOrIn),
            ("source_path", MlflowField.Text),
        ],
        [(Tags, MlflowField.Text)],
        ["name", "version_number", "creation_timestamp", "last_updated_timestamp"]);

    /// <summary><c>logged-models/search</c>.</summary>
    public static MlflowGrammar LoggedModels { get; } = new(
        [.. RunWords.Where(pair => pair.Item2 != Datasets)],
        [
            ("name", MlflowField.TextOrList), ("model_id", MlflowField.TextOrList), ("model_type", MlflowField.TextOrList),
            ("status", MlflowField.TextOrList), ("source_run_id", MlflowField.TextOrList),
            ("experiment_id", MlflowField.TextOrList), ("creation_timestamp", MlflowField.Number),
            ("creation_time", MlflowField.Number), ("last_updated_timestamp", MlflowField.Number),
        ],
        [(Metrics, MlflowField.Number), (Params, MlflowField.TextOrList), (Tags, MlflowField.TextOrList)]);

    /// <summary>Searches for traces.</summary>
    public static MlflowGrammar Traces { get; } = new(
        [
            .. FewWords, ("attributes", Attributes), ("trace", Attributes), ("metadata", Metadata), ("request_metadata", Metadata),
            ("span", Spans), ("feedback", Feedback), ("expectation", Expectation),
        ],
        [
            ("request_id", MlflowField.AnyText), ("client_request_id", MlflowField.AnyText), ("name", MlflowField.AnyText),
            ("status", MlflowField.AnyText), ("run_id", MlflowField.AnyText), ("prompt", MlflowField.AnyText),
            ("text", MlflowField.AnyText), ("timestamp_ms", MlflowField.Number), ("execution_time_ms", MlflowField.Number),
            ("end_time_ms", MlflowField.Number),
        ],
        [
            (Tags, MlflowField.AnyText), (Metadata, MlflowField.AnyText), (Spans, MlflowField.AnyText),
            (Feedback, MlflowField.AnyText), (Expectation, MlflowField.AnyText),
        ],
        ["experiment_id", "timestamp_ms", "execution_time_ms", "end_time_ms", "status", "request_id", "name", "run_id"],
        [
            ("trace_id", "request_id"), ("timestamp", "timestamp_ms"), ("execution_time", "execution_time_ms"),
            ("end_time", "end_time_ms"), ("state", "status"),
        ]);

    internal IEnumerable<string> EntityWords => _entities.Keys.Order(StringComparer.Ordinal);

    internal IEnumerable<string> AttributeNames => _attributes.Keys.Order(StringComparer.Ordinal);

    internal IEnumerable<string> OrderNames => _orderable.Order(StringComparer.Ordinal);

    internal string? Entity(string word) => _entities.GetValueOrDefault(word);

    /// <summary>The attribute's own name.</summary>
    internal string Attribute(string name) => _aliases.GetValueOrDefault(name, name);

    internal MlflowField? Field(string entity, string key) => entity switch
    {
        Attributes => _attributes.GetValueOrDefault(key),
        Datasets when key is not ("name" or "digest" or "context") => null,
        _ => _entityFields.GetValueOrDefault(entity),
    };

    internal bool CanOrder(string entity, string key) => entity switch
    {
        Attributes => _orderable.Contains(key),
        Datasets => false,
        Metrics => _entityFields.ContainsKey(entity),

        // Experiments and the registry order by their attributes alone.
        Tags or Params => (ReferenceEquals(this, Runs) || ReferenceEquals(this, Traces)) && _entityFields.ContainsKey(entity),
        _ => entity == Metadata && _entityFields.ContainsKey(entity),
    };
}
