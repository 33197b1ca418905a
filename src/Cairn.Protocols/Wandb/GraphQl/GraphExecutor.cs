using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;

namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>
/// Answers operations leniently, as W&amp;B's clients need it: undeclared variables, disagreeing types and unused
/// fragments are fine, and a field that a type lacks is null. Only a root field that does not exist is an error.
/// </summary>
internal sealed class GraphExecutor(GraphType query, GraphType mutation)
{
    private const int DepthLimit = 100;
    private const int CacheLimit = 1000;
    private const int CachedLength = 64 * 1024;
    private readonly ConcurrentDictionary<string, GraphDocument> _documents = new();

    /// <summary>Writes the value of <c>data</c>.</summary>
    /// <exception cref="GraphException">The operation failed; what was written is to be thrown away.</exception>
    public async Task WriteAsync(
        string text, string? operationName, IReadOnlyDictionary<string, object?> variables, GraphContext context,
        Utf8JsonWriter writer)
    {
        var document = Parse(text);
        var operation = string.IsNullOrEmpty(operationName)
            ? document.Operations.Count > 0 ? document.Operations[0] : null
            : document.Operations.FirstOrDefault(one => one.Name == operationName);
        if (operation is null)
            throw GraphException.Invalid("The request has no operation of that name.");
        if (operation.Kind == "subscription")
            throw GraphException.Invalid("Subscriptions are not answered here.");
        var known = new Dictionary<string, object?>(variables);
        foreach (var (name, value) in operation.Defaults)
        {
            if (known.GetValueOrDefault(name) is null)
                known[name] = Evaluate(value, known);
        }

        var execution = new Execution(document, known, context, writer);
        var root = operation.Kind == "mutation" ? mutation : query;
        await execution.WriteAsync(new GraphNode(root, this), [operation.Selections], isRoot: true).ConfigureAwait(false);
    }

    private GraphDocument Parse(string text)
    {
        if (_documents.TryGetValue(text, out var known))
            return known;
        var document = GraphParser.Parse(text);
        if (text.Length <= CachedLength && _documents.Count < CacheLimit)
            _documents[text] = document;
        return document;
    }

    private static object? Evaluate(GraphValue value, Dictionary<string, object?> variables) => value switch
    {
        GraphValue.Literal literal => literal.Value,
        GraphValue.Variable variable => variables.GetValueOrDefault(variable.Name),
        GraphValue.Items items => items.Values.Select(item => Evaluate(item, variables)).ToList(),
        GraphValue.Fields fields => fields.Values.ToDictionary(field => field.Key, field => Evaluate(field.Value, variables)),
        _ => null,
    };

    private sealed class Execution(
        GraphDocument document, Dictionary<string, object?> variables, GraphContext context, Utf8JsonWriter writer)
    {
        // A fragment may spread itself; nothing else bounds how deep that goes.
        private int _depth;

        public async Task WriteAsync(
            GraphNode node, IReadOnlyList<IReadOnlyList<GraphSelection>> selections, bool isRoot)
        {
            Enter();
            var fields = new List<(string Key, List<GraphSelection.Field> Fields)>();
            foreach (var set in selections)
                Collect(node.Type, set, fields);
            writer.WriteStartObject();
            foreach (var (key, same) in fields)
            {
                var field = same[0];
                writer.WritePropertyName(key);
                if (field.Name == "__typename")
                {
                    writer.WriteStringValue(node.Type.Name);
                    continue;
                }

                context.CancellationToken.ThrowIfCancellationRequested();
                var args = new GraphArgs(Arguments(field.Arguments), context);
                if (!node.Type.TryRead(field.Name, node.Source, args, out var reading))
                {
                    if (isRoot)
                        throw new GraphException($"This server has no {node.Type.Name} field '{field.Name}'.");
                    writer.WriteNullValue();
                    continue;
                }

                await WriteValueAsync(
                    await reading.ConfigureAwait(false), [.. same.Select(one => one.Selections)]).ConfigureAwait(false);
            }

            writer.WriteEndObject();
            _depth--;
        }

        private void Enter()
        {
            if (++_depth > DepthLimit)
                throw GraphException.Invalid($"The answer is nested more than {DepthLimit} deep.");
        }

        private async Task WriteValueAsync(object? value, IReadOnlyList<IReadOnlyList<GraphSelection>> selections)
        {
            switch (value)
            {
                case null: writer.WriteNullValue(); break;
                case GraphNode node: await WriteAsync(node, selections, isRoot: false).ConfigureAwait(false); break;
                case string text: writer.WriteStringValue(text); break;
                case bool flag: writer.WriteBooleanValue(flag); break;
                case int whole: writer.WriteNumberValue(whole); break;
                case long whole: writer.WriteNumberValue(whole); break;
                case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
                case double number: writer.WriteStringValue(LooseJson.Word(number)); break;
                case JsonElement json: json.WriteTo(writer); break;
                case RawJson raw: writer.WriteRawValue(raw.Utf8.Span, skipInputValidation: true); break;
                case IEnumerable items:
                    writer.WriteStartArray();
                    foreach (var item in items)
                        await WriteValueAsync(item, selections).ConfigureAwait(false);
                    writer.WriteEndArray();
                    break;
                default: throw new InvalidOperationException($"{value.GetType()} can't be written into an answer.");
            }
        }

        private void Collect(
            GraphType type, IReadOnlyList<GraphSelection> selections,
            List<(string Key, List<GraphSelection.Field> Fields)> fields)
        {
            Enter();
            foreach (var selection in selections)
            {
                if (!selection.Directives.All(Allows))
                    continue;
                switch (selection)
                {
                    case GraphSelection.Field field when fields.FirstOrDefault(one => one.Key == field.Key).Fields is { } same:
                        same.Add(field);
                        break;
                    case GraphSelection.Field field:
                        fields.Add((field.Key, [field]));
                        break;
                    case GraphSelection.Inline inline when inline.Fragment.On is not { } on || type.Is(on):
                        Collect(type, inline.Fragment.Selections, fields);
                        break;
                    case GraphSelection.Spread spread:
                        if (!document.Fragments.TryGetValue(spread.Fragment, out var fragment))
                            throw GraphException.Invalid($"There is no fragment '{spread.Fragment}'.");
                        if (fragment.On is null || type.Is(fragment.On))
                            Collect(type, fragment.Selections, fields);
                        break;
                }
            }

            _depth--;
        }

        private bool Allows(GraphDirective directive) => directive.Name switch
        {
            "include" => Arguments(directive.Arguments).GetValueOrDefault("if") is not false,
            "skip" => Arguments(directive.Arguments).GetValueOrDefault("if") is not true,
            _ => true,
        };

        private Dictionary<string, object?> Arguments(IReadOnlyDictionary<string, GraphValue> arguments)
        {
            var values = new Dictionary<string, object?>(arguments.Count);
            foreach (var (name, value) in arguments)
                values[name] = Evaluate(value, variables);
            return values;
        }
    }
}
