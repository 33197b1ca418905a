using System.Globalization;
using System.Text.Json;

namespace Cairn.Core.Tables;

/// <summary>A table as runs log it: names of columns, and rows of JSON values as long as those.</summary>
/// <param name="Columns">In their order; a name can stand twice, then the first is meant.</param>
/// <param name="Rows">Each with a value for every column.</param>
public sealed record LoggedTable(IReadOnlyList<string> Columns, IReadOnlyList<JsonElement[]> Rows)
{
    /// <summary>
    /// Reads <c>{columns,rows}</c>, <c>{columns,data}</c> (W&amp;B's and MLflow's files) or the lists of a <c>predictions</c> record;
    /// null when it is none of these. Rows of another length are left out. The scores of predictions may be of whatever class was
    /// said, so that their column is called <c>confidence</c> and is not taken for the score of one class unasked.
    /// </summary>
    public static LoggedTable? Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        if (value.TryGetProperty("columns", out var columns) && columns.ValueKind == JsonValueKind.Array
            && (value.TryGetProperty("rows", out var rows) || value.TryGetProperty("data", out rows))
            && rows.ValueKind == JsonValueKind.Array)
        {
            string[] names = [.. columns.EnumerateArray().Select(name => Text(name) ?? name.GetRawText())];
            return new LoggedTable(
                names,
                [
                    .. rows.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Array && row.GetArrayLength() == names.Length)
                        .Select(row => row.EnumerateArray().ToArray()),
                ]);
        }

        var lists = new List<(string Name, JsonElement[] Cells)>();
        foreach (var (member, name) in new[] { ("true", "true"), ("predicted", "predicted"), ("scores", "confidence") })
        {
            if (value.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array)
                lists.Add((name, [.. list.EnumerateArray()]));
        }

        if (lists.Count == 0 || lists[0].Name != "true" || lists.Exists(list => list.Cells.Length != lists[0].Cells.Length))
            return null;
        return new LoggedTable(
            [.. lists.Select(list => list.Name)],
            [.. Enumerable.Range(0, lists[0].Cells.Length).Select(i => lists.Select(list => list.Cells[i]).ToArray())]);
    }

    /// <summary>The place of a column, by its name as it is or else in whatever case; -1 when there is none.</summary>
    public int Find(string name)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == name)
                return i;
        }

        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }

    /// <summary>A class as text: whole numbers without a point; null for what names no class.</summary>
    public static string? Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.String => cell.GetString(),
        JsonValueKind.Number => cell.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>A finite number, also one that is written as text; null for anything else.</summary>
    public static double? Number(JsonElement cell)
    {
        var known = cell.ValueKind switch
        {
            JsonValueKind.Number => cell.GetDouble(),
            JsonValueKind.String when double.TryParse(cell.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => double.NaN,
        };
        return double.IsFinite(known) ? known : null;
    }
}
