using System.Text.Json;

namespace Cairn.Core.Tables;

/// <summary>Makes one table of several.</summary>
public static class TableRules
{
    /// <summary>Most rows of a joined table.</summary>
    public const int MostJoined = 500_000;

    private static readonly JsonElement Missing = JsonElement.Parse("null");

    /// <summary>All rows in the order of the tables, over the columns of all of them; cells that a table does not have are null.</summary>
    public static LoggedTable Stack(IReadOnlyList<LoggedTable> tables)
    {
        if (tables.Count == 1)
            return tables[0];
        string[] columns = [.. tables.SelectMany(table => table.Columns).Distinct()];
        var rows = new List<JsonElement[]>();
        foreach (var table in tables)
        {
            var places = Array.ConvertAll(columns, table.Find);
            rows.AddRange(table.Rows.Select(row => Array.ConvertAll(places, at => at < 0 ? Missing : row[at])));
        }

        return new LoggedTable(columns, rows);
    }

    /// <summary>
    /// Every pair of rows whose keys are equal, then the rows of either side that found no partner, with nulls: a full outer join.
    /// The key stands once and first; another name that both sides have is followed by 1 and 2.
    /// </summary>
    public static Outcome<LoggedTable> Join(LoggedTable first, LoggedTable second, string firstKey, string secondKey)
    {
        var (one, other) = (first.Find(firstKey), second.Find(secondKey));
        if (one < 0 || other < 0)
            return Refusal.Invalid("join_key", $"A table has no column '{(one < 0 ? firstKey : secondKey)}' to join by.");
        int[] left = [.. Enumerable.Range(0, first.Columns.Count).Where(at => at != one)];
        int[] right = [.. Enumerable.Range(0, second.Columns.Count).Where(at => at != other)];
        var both = left.Select(at => first.Columns[at]).Intersect(right.Select(at => second.Columns[at])).ToHashSet();
        var partners = new Dictionary<string, List<int>>();
        for (var i = 0; i < second.Rows.Count; i++)
        {
            if (Name(second.Rows[i][other]) is { } name)
                (partners.TryGetValue(name, out var list) ? list : partners[name] = []).Add(i);
        }

        var (rows, met) = (new List<JsonElement[]>(), new bool[second.Rows.Count]);
        foreach (var row in first.Rows)
        {
            if (Name(row[one]) is not { } name || !partners.TryGetValue(name, out var found))
            {
                rows.Add([row[one], .. left.Select(at => row[at]), .. right.Select(_ => Missing)]);
                continue;
            }

            foreach (var i in found)
            {
                met[i] = true;
                if (rows.Count == MostJoined)
                    return Refusal.Invalid("join_key", $"'{firstKey}' repeats so often that the joined table is too long.", $"{MostJoined} rows");
                rows.Add([row[one], .. left.Select(at => row[at]), .. right.Select(at => second.Rows[i][at])]);
            }
        }

        for (var i = 0; i < met.Length; i++)
        {
            if (!met[i])
                rows.Add([second.Rows[i][other], .. left.Select(_ => Missing), .. right.Select(at => second.Rows[i][at])]);
        }

        return new LoggedTable(
            [
                first.Columns[one],
                .. left.Select(at => both.Contains(first.Columns[at]) ? $"{first.Columns[at]} 1" : first.Columns[at]),
                .. right.Select(at => both.Contains(second.Columns[at]) ? $"{second.Columns[at]} 2" : second.Columns[at]),
            ],
            rows);
    }

    // 1 and 1.0 are one key; what is missing is never equal.
    private static string? Name(JsonElement cell) =>
        cell.ValueKind is JsonValueKind.Null ? null : LoggedTable.Text(cell) ?? cell.GetRawText();
}
