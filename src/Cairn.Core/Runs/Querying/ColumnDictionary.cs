namespace Cairn.Core.Runs.Querying;

/// <summary>The distinct values of a column that are not numbers, numbered from 1 in order of arrival. Safe for many threads.</summary>
internal sealed class ColumnDictionary
{
    public const int FalseCode = 1;
    public const int TrueCode = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<RunValue, int> _others = [];
    private RunValue[] _values = [default, RunValue.Of(false), RunValue.Of(true), default];
    private int _count = 3;
    private TextOrder _order = TextOrder.Empty;

    /// <summary>One more than the largest code.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>About how much memory the values take.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether there are lists among the values.</summary>
    public bool HasLists { get; private set; }

    /// <summary>The value of a code.</summary>
    public RunValue this[int code] => Volatile.Read(ref _values)[code];

    /// <summary>The code of a value that is neither a number nor missing.</summary>
    public int Intern(RunValue value)
    {
        if (value.Kind == RunValueKind.Bool)
            return value.Bool ? TrueCode : FalseCode;
        lock (_gate)
        {
            if (TryFind(value, out var code))
                return code;
            code = _count;
            if (code == _values.Length)
            {
                var larger = new RunValue[code * 2];
                _values.CopyTo(larger, 0);
                Volatile.Write(ref _values, larger);
            }

            _values[code] = value;
            if (value.Kind == RunValueKind.Text)
                _texts.Add(value.Text, code);
            else
                _others.Add(value, code);
            Bytes += 100 + (2L * value.Text.Length);
            HasLists |= value.Kind == RunValueKind.List;
            _count = code + 1;
            return code;
        }
    }

    /// <summary>The code of a text; 0 when the column does not have it.</summary>
    public int Find(string text)
    {
        lock (_gate)
            return _texts.GetValueOrDefault(text);
    }

    /// <summary>The order of all values there are now.</summary>
    public TextOrder Order()
    {
        lock (_gate)
            return _order = _order.Extended(_values, _count);
    }

    private bool TryFind(RunValue value, out int code) => value.Kind == RunValueKind.Text
        ? _texts.TryGetValue(value.Text, out code)
        : _others.TryGetValue(value, out code);
}
