using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Mlflow.Search;

/// <summary>Reads MLflow's <c>order_by</c>: each entry <c>[entity.]key [ASC|DESC]</c>.</summary>
public static class MlflowOrderParser
{
    /// <summary>The levels of an order, none for an empty list. A key that comes twice is a problem. Never throws.</summary>
    public static MlflowParsed<MlflowOrder> Parse(IEnumerable<string?>? entries, MlflowGrammar grammar)
    {
        ArgumentNullException.ThrowIfNull(grammar);
        var orders = new List<MlflowOrder>();
        foreach (var entry in entries ?? [])
        {
            if (Entry(entry ?? "", grammar, out var problem) is not { } order)
                return new MlflowParsed<MlflowOrder>(null, problem);
            if (orders.Any(other => other.Entity == order.Entity && other.Key == order.Key))
            {
                return new MlflowParsed<MlflowOrder>(null, new FilterProblem(
                    0, $"The order names '{order.Key}' of {order.Entity} twice (duplicate field).", "Name each key once."));
            }

            orders.Add(order);
        }

        return new MlflowParsed<MlflowOrder>(orders, null);
    }

    private static MlflowOrder? Entry(string entry, MlflowGrammar grammar, out FilterProblem? problem)
    {
        var lexer = new MlflowLexer(entry);
        var key = MlflowKey.Read(lexer, grammar, out problem);
        if (key is not null && !grammar.CanOrder(key.Entity, key.Name))
        {
            problem = new FilterProblem(
                key.Position, $"Nothing can be ordered by '{key.Name}' of {key.Entity}.",
                $"Attributes to order by are {string.Join(", ", grammar.OrderNames)}.");
        }

        var descending = lexer.TakeWord("DESC");
        if (!descending)
            lexer.TakeWord("ASC");
        if (lexer.Current.Kind != MlflowTokenKind.End)
        {
            problem ??= new FilterProblem(
                lexer.Current.Position, $"Expected ASC, DESC or the end, found {lexer.Current.Shown}.",
                "Give one key in each entry; put a key with spaces, '/' or '-' in backticks.");
        }

        problem = lexer.Problem ?? problem;
        return problem is null && key is not null ? new MlflowOrder(key.Entity, key.Name, descending) : null;
    }
}
