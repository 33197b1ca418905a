using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Wandb.Filters;

/// <summary>Reads W&amp;B's orders: fields joined by commas, each after <c>+</c> (the default) or <c>-</c>.</summary>
public static class WandbOrderParser
{
    /// <summary>The order; oldest first for null and empty text, which also breaks ties. Never throws.</summary>
    public static WandbOrderResult Parse(string? order)
    {
        var sorts = new List<RunSort>();
        var position = 0;
        foreach (var part in string.IsNullOrWhiteSpace(order) ? [] : order.Split(','))
        {
            var field = part.Trim();
            var isDescending = field.StartsWith('-');
            if (isDescending || field.StartsWith('+'))
                field = field[1..];
            if (WandbFields.Column(field) is not { } column)
            {
                return new WandbOrderResult(null, new FilterProblem(
                    position, $"Runs cannot be ordered by '{field}'.",
                    "Use fields such as created_at, heartbeat_at, name, state, config.lr.value or summary_metrics.loss after + or -."));
            }

            if (!sorts.Any(sort => sort.Column == column))
                sorts.Add(new RunSort(column, isDescending));
            position += part.Length + 1;
        }

        var created = RunColumn.Attribute("createdAt");
        if (!sorts.Any(sort => sort.Column == created))
            sorts.Add(new RunSort(created));
        return new WandbOrderResult(sorts, null);
    }
}
