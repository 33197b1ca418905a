namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>A type whose objects are backed by <typeparamref name="T"/>.</summary>
internal sealed class GraphType<T>(string name, params string[] interfaces) : GraphType(name, interfaces)
    where T : class
{
    private readonly Dictionary<string, Func<T, GraphArgs, ValueTask<object?>>> _fields = [];

    /// <summary>Every field's name.</summary>
    public IReadOnlyCollection<string> Fields => _fields.Keys;

    public GraphType<T> Add(string field, Func<T, object?> read) =>
        Add(field, (source, _) => ValueTask.FromResult(read(source)));

    public GraphType<T> Add(string field, Func<T, GraphArgs, object?> read) =>
        Add(field, (source, args) => ValueTask.FromResult(read(source, args)));

    public GraphType<T> AddAsync(string field, Func<T, GraphArgs, Task<object?>> read) =>
        Add(field, (source, args) => new ValueTask<object?>(read(source, args)));

    /// <summary>A field without arguments that is the same for all objects.</summary>
    public GraphType<T> Constant(string field, object? value) => Add(field, (_, _) => ValueTask.FromResult(value));

    /// <summary>A second name for a field.</summary>
    public GraphType<T> Also(string field, string known) => Add(field, _fields[known]);

    /// <summary>A node of this type; null for null.</summary>
    public GraphNode? Of(T? source) => source is null ? null : new GraphNode(this, source);

    public override bool TryRead(string field, object source, GraphArgs args, out ValueTask<object?> value)
    {
        if (!_fields.TryGetValue(field, out var read))
        {
            value = default;
            return false;
        }

        value = read((T)source, args);
        return true;
    }

    private GraphType<T> Add(string field, Func<T, GraphArgs, ValueTask<object?>> read)
    {
        _fields[field] = read;
        return this;
    }
}
