namespace Cairn.Client;

/// <summary>
/// A table to log: named columns, and rows whose cells are anything that JSON can express or a <see cref="MediaImage"/>.
/// Not safe for use from several threads.
/// </summary>
public sealed class MediaTable
{
    private readonly List<object?[]> _rows = [];

    /// <summary>An empty table with these columns.</summary>
    public MediaTable(params IEnumerable<string> columns) => Columns = [.. columns];

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows so far; each has as many cells as there are columns.</summary>
    public IReadOnlyList<IReadOnlyList<object?>> Rows => _rows;

    /// <summary>Adds a row and returns the table; missing cells are empty, surplus ones are cut off.</summary>
    public MediaTable AddRow(params ReadOnlySpan<object?> cells)
    {
        var row = new object?[Columns.Count];
        cells[..Math.Min(cells.Length, row.Length)].CopyTo(row);
        _rows.Add(row);
        return this;
    }

    /// <summary>The rows as they are now, safe from later additions.</summary>
    internal object?[][] Snapshot() => [.. _rows];
}
