namespace Cairn.Core.Runs.Querying;

/// <summary>Counts how many runs have which keys. For one thread.</summary>
internal sealed class KeyCounter(KeyTable table)
{
    /// <summary>How many kinds a value can have.</summary>
    public const int Kinds = (int)RunValueKind.Object + 1;

    private int[] _runs = [];

    public void Add(RunColumnFamily family, ReadOnlySpan<char> path, RunValueKind kind, int runs = 1)
    {
        if (kind == RunValueKind.Missing || runs == 0)
            return;
        At((table.Number(family, path) * Kinds) + (int)kind) += runs;
    }

    public void Add(KeyCounts other)
    {
        if (other.Codes.Length == 0)
            return;
        _ = At(other.Codes[^1]);
        for (var i = 0; i < other.Codes.Length; i++)
            _runs[other.Codes[i]] += other.Runs[i];
    }

    /// <summary>What was counted.</summary>
    public KeyCounts Done()
    {
        var codes = new List<int>();
        for (var code = 0; code < _runs.Length; code++)
        {
            if (_runs[code] > 0)
                codes.Add(code);
        }

        return new KeyCounts([.. codes], [.. codes.Select(code => _runs[code])]);
    }

    /// <summary>The columns that were counted, in no order.</summary>
    public IEnumerable<RunColumnInfo> Columns()
    {
        for (var key = 0; key < _runs.Length / Kinds; key++)
        {
            var kinds = _runs.AsMemory(key * Kinds, Kinds);
            if (!kinds.Span.ContainsAnyExcept(0))
                continue;
            var (family, path) = table[key];
            var column = new RunColumn(family, path);
            yield return new RunColumnInfo(column, Type(column, kinds.Span), Sum(kinds.Span));
        }
    }

    private ref int At(int code)
    {
        if (code >= _runs.Length)
            Array.Resize(ref _runs, ((Math.Max(table.Count, code / Kinds) + 1) * Kinds));
        return ref _runs[code];
    }

    private static int Sum(ReadOnlySpan<int> kinds)
    {
        var sum = 0;
        foreach (var runs in kinds)
            sum += runs;
        return sum;
    }

    private static RunColumnType Type(RunColumn column, ReadOnlySpan<int> kinds)
    {
        if (column.IsTime)
            return RunColumnType.Time;
        var kind = kinds.IndexOfAnyExcept(0);
        if (kinds[(kind + 1)..].ContainsAnyExcept(0))
            return RunColumnType.Mixed;
        return (RunValueKind)kind switch
        {
            RunValueKind.Bool => RunColumnType.Bool,
            RunValueKind.Text => RunColumnType.Text,
            RunValueKind.List => RunColumnType.List,
            RunValueKind.Object => RunColumnType.Object,
            _ => RunColumnType.Number,
        };
    }
}
