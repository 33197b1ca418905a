namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>A parsed request: its operations, and its fragments by name.</summary>
internal sealed record GraphDocument(
    IReadOnlyList<GraphOperation> Operations, IReadOnlyDictionary<string, GraphFragment> Fragments);

/// <summary>One <c>query</c> or <c>mutation</c>.</summary>
/// <param name="Kind"><c>query</c>, <c>mutation</c> or <c>subscription</c>.</param>
/// <param name="Name">Null when it has none.</param>
/// <param name="Defaults">Default values of its variables, by name; variables without one are left out.</param>
/// <param name="Selections">What it asks for.</param>
internal sealed record GraphOperation(
    string Kind, string? Name, IReadOnlyDictionary<string, GraphValue> Defaults, IReadOnlyList<GraphSelection> Selections);

/// <summary>A named or inline fragment.</summary>
/// <param name="On">The type it goes for; null for any.</param>
/// <param name="Selections">What it asks for.</param>
internal sealed record GraphFragment(string? On, IReadOnlyList<GraphSelection> Selections);

/// <summary>One entry of a selection set.</summary>
internal abstract record GraphSelection(IReadOnlyList<GraphDirective> Directives)
{
    /// <summary>A field under its name or alias.</summary>
    public sealed record Field(
        string Key, string Name, IReadOnlyDictionary<string, GraphValue> Arguments,
        IReadOnlyList<GraphSelection> Selections, IReadOnlyList<GraphDirective> Directives) : GraphSelection(Directives);

    /// <summary><c>...Name</c>.</summary>
    public sealed record Spread(string Fragment, IReadOnlyList<GraphDirective> Directives) : GraphSelection(Directives);

    /// <summary><c>... on Type { }</c>.</summary>
    public sealed record Inline(GraphFragment Fragment, IReadOnlyList<GraphDirective> Directives) : GraphSelection(Directives);
}

/// <summary><c>@include(if: …)</c> and its like.</summary>
internal sealed record GraphDirective(string Name, IReadOnlyDictionary<string, GraphValue> Arguments);

/// <summary>A value as written in a document.</summary>
internal abstract record GraphValue
{
    /// <summary>A text, a whole number (long), a number (double), a boolean or null; an enum's word is a text.</summary>
    public sealed record Literal(object? Value) : GraphValue;

    /// <summary><c>$name</c>.</summary>
    public sealed record Variable(string Name) : GraphValue;

    /// <summary><c>[ … ]</c>.</summary>
    public sealed record Items(IReadOnlyList<GraphValue> Values) : GraphValue;

    /// <summary><c>{ … }</c>.</summary>
    public sealed record Fields(IReadOnlyDictionary<string, GraphValue> Values) : GraphValue;
}
