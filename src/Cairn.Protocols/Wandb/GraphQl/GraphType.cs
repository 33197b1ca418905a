namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>A type of the schema: how its fields are read from what stands behind an object.</summary>
internal abstract class GraphType(string name, params string[] interfaces)
{
    public string Name { get; } = name;

    /// <summary>Whether a fragment on a type goes for this one.</summary>
    public bool Is(string type) => type == Name || interfaces.Contains(type);

    /// <summary>The value of a field: null, text, number, boolean, JSON, a node or a list of these.</summary>
    /// <returns>False when the type has no such field.</returns>
    public abstract bool TryRead(string field, object source, GraphArgs args, out ValueTask<object?> value);
}
