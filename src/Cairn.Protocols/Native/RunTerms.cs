using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cairn.Protocols.Native;

/// <summary>Reads the parts that questions about many runs share: filter, columns, sort. Each answers why not, or null.</summary>
internal static class RunTerms
{
    /// <summary>Most columns of one question.</summary>
    public const int MostColumns = 500;

    public static ProblemHttpResult? Filter(string? text, out RunFilter filter)
    {
        filter = new RunFilter.Always();
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var parsed = RunFilterParser.Parse(text);
        if (parsed.Problem is { } error)
            return Problems.Invalid("filter", error.Expected, remedy: error.Remedy);
        filter = parsed.Filter!;
        return null;
    }

    public static ProblemHttpResult? Columns(string field, IReadOnlyList<string>? names, List<RunColumn> columns, int most = MostColumns)
    {
        if (names?.Count > most)
            return Problems.Invalid(field, $"{names.Count} columns are too many.", $"{most}");
        foreach (var name in names ?? [])
        {
            if (!RunColumn.TryParse(name, out var column))
                return Unknown(field, name);
            columns.Add(column);
        }

        return null;
    }

    public static ProblemHttpResult? Sort(IReadOnlyList<RunSortWire>? terms, out List<RunSort> sort)
    {
        sort = [];
        foreach (var term in terms ?? [])
        {
            if (!RunColumn.TryParse(term.Column, out var column))
                return Unknown("sort", term.Column);
            sort.Add(new RunSort(column, term.Descending));
        }

        return null;
    }

    private static ProblemHttpResult Unknown(string field, string? column) => Problems.Invalid(
        field,
        $"There is no column '{column}'.",
        "an attribute, config.…, summary.…, labels.…, environment.… or metrics.…",
        "GET …/columns lists what there is.");
}
