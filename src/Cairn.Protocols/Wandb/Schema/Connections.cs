using System.Globalization;
using Cairn.Protocols.Wandb.GraphQl;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>Pages of lists as GraphQL connections. A cursor is the number of entries up to and with its own.</summary>
internal static class Connections
{
    /// <summary>Most entries of a page.</summary>
    public const int PageLimit = 10_000;

    /// <summary>How many entries the page's cursor leaves out.</summary>
    public static int Offset(GraphArgs args) =>
        int.TryParse(args.Filled("after"), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;

    /// <summary>How many entries are asked for.</summary>
    public static int First(GraphArgs args, int otherwise) =>
        (int)Math.Clamp(args.Whole("first") ?? otherwise, 0, PageLimit);

    /// <summary>The page of a whole list that the arguments ask for.</summary>
    public static GraphNode Of<T>(
        string noun, IReadOnlyList<T> all, GraphArgs args, Func<T, object?> node, Func<T, string>? version = null,
        int first = 100)
    {
        var offset = Math.Min(Offset(args), all.Count);
        var count = Math.Min(First(args, first), all.Count - offset);
        return Page(
            noun, [.. all.Skip(offset).Take(count)], offset, offset + count < all.Count, all.Count, node, version);
    }

    /// <summary>The connection of something that this server never has.</summary>
    public static GraphNode Empty(string noun) => Page(noun, Array.Empty<object>(), 0, false, 0, _ => null);

    /// <summary>One page at hand.</summary>
    public static GraphNode Page<T>(
        string noun, IReadOnlyList<T> page, int offset, bool more, long total, Func<T, object?> node,
        Func<T, string>? version = null)
    {
        var edges = new List<GraphNode>(page.Count);
        for (var i = 0; i < page.Count; i++)
        {
            edges.Add(GraphNode.Plain(
                noun + "Edge",
                ("node", node(page[i])),
                ("cursor", (offset + i + 1).ToString(CultureInfo.InvariantCulture)),
                ("version", version?.Invoke(page[i]))));
        }

        return GraphNode.Plain(
            noun + "Connection",
            ("edges", edges),
            ("pageInfo", GraphNode.Plain(
                "PageInfo",
                ("endCursor", page.Count == 0 ? null : (offset + page.Count).ToString(CultureInfo.InvariantCulture)),
                ("hasNextPage", more),
                ("hasPreviousPage", offset > 0))),
            ("totalCount", total),
            ("uploadHeaders", Array.Empty<string>()));
    }
}
