namespace Cairn.Core.Runs.Querying;

/// <summary>The order of a query's rows: its sort, then newest <c>createdAt</c>, then smallest <c>id</c>.</summary>
/// <param name="table">The rows.</param>
/// <param name="terms">The levels of the sort, at least one.</param>
/// <param name="created">The column <c>createdAt</c>: where many rows tie, records scattered in memory would cost far more.</param>
internal sealed class RowOrder(RunTable table, SortTerm[] terms, ColumnView created) : IComparer<(ulong Key, int Row)>
{
    public int Compare((ulong Key, int Row) left, (ulong Key, int Row) right)
    {
        if (left.Key != right.Key)
            return left.Key < right.Key ? -1 : 1;
        for (var i = 1; i < terms.Length; i++)
        {
            var order = terms[i].Compare(terms[i].Value(left.Row), terms[i].Value(right.Row));
            if (order != 0)
                return order;
        }

        var (one, other) = (CreatedAt(left.Row), CreatedAt(right.Row));
        return one != other ? other.CompareTo(one) : table[left.Row]!.Id.CompareTo(table[right.Row]!.Id);
    }

    /// <summary>Whether a row comes after the place of a cursor whose first value has the key <paramref name="cursorKey"/>.</summary>
    public bool IsAfter((ulong Key, int Row) entry, RunCursor cursor, ulong cursorKey)
    {
        if (entry.Key != cursorKey)
            return entry.Key > cursorKey;
        for (var i = 1; i < terms.Length; i++)
        {
            var order = terms[i].Compare(terms[i].Value(entry.Row), cursor.Values[i]);
            if (order != 0)
                return order > 0;
        }

        var run = table[entry.Row]!;
        return run.CreatedAt != cursor.CreatedAt ? run.CreatedAt < cursor.CreatedAt : run.Id > cursor.Id;
    }

    public RunCursor CursorAfter(int row)
    {
        var run = table[row]!;
        return new RunCursor([.. terms.Select(term => term.Value(row))], run.CreatedAt, run.Id);
    }

    private long CreatedAt(int row) => created.Cells(row >> RunChunk.Bits).Integers![row & (RunChunk.Size - 1)];
}
