using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Mlflow.Search;

/// <summary>What a condition or an order is about: <c>start_time</c>, <c>params.lr</c>, <c>metrics.`test acc`</c>.</summary>
internal sealed record MlflowKey(string Entity, string Name, int Position)
{
    public static MlflowKey? Read(MlflowLexer lexer, MlflowGrammar grammar, out FilterProblem? problem)
    {
        var first = lexer.Take();
        problem = null;
        if (first.Kind is MlflowTokenKind.Backticked or MlflowTokenKind.DoubleQuoted)
            return new MlflowKey(MlflowGrammar.Attributes, grammar.Attribute(first.Text), first.Position);
        if (first.Kind != MlflowTokenKind.Word)
        {
            problem = new FilterProblem(
                first.Position, $"Expected a key, found {first.Shown}.", "Begin with a key such as metrics.loss, params.lr or start_time.");
            return null;
        }

        var dot = first.Text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            return new MlflowKey(MlflowGrammar.Attributes, grammar.Attribute(first.Text), first.Position);
        if (grammar.Entity(first.Text[..dot]) is not { } entity)
        {
            problem = new FilterProblem(
                first.Position, $"'{first.Text[..dot]}' is nothing that can be searched by.",
                $"Begin with one of {string.Join(", ", grammar.EntityWords)}, in lower case, and a dot.");
            return null;
        }

        var name = first.Text[(dot + 1)..];
        if (name.Length == 0 && lexer.Current.Position == first.End &&
            lexer.Current.Kind is MlflowTokenKind.Backticked or MlflowTokenKind.DoubleQuoted)
            name = lexer.Take().Text;
        if (name.Length == 0)
        {
            problem = new FilterProblem(first.End, $"A key is missing after '{first.Text}'.", "Write the key, if need be in backticks.");
            return null;
        }

        return new MlflowKey(entity, entity == MlflowGrammar.Attributes ? grammar.Attribute(name) : name, first.Position);
    }
}
