namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>An object of an answer.</summary>
internal sealed record GraphNode(GraphType Type, object Source)
{
    /// <summary>An object whose fields are at hand, such as a mutation's payload.</summary>
    public static GraphNode Plain(string type, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var values = new Dictionary<string, object?>(fields.Length);
        foreach (var (name, value) in fields)
            values[name] = value;
        return new GraphNode(new PlainType(type), values);
    }

    private sealed class PlainType(string name) : GraphType(name)
    {
        public override bool TryRead(string field, object source, GraphArgs args, out ValueTask<object?> value)
        {
            var found = ((Dictionary<string, object?>)source).TryGetValue(field, out var known);
            value = ValueTask.FromResult(known);
            return found;
        }
    }
}
