using Cairn.Storage.Series.Sql;

namespace Cairn.Storage.Series;

/// <summary>
/// A tally as columns. Those of float64 have no declared type: SQLite would turn -0.0 in a REAL column into an integer.
/// NaN is NULL there.
/// </summary>
internal static class TallyColumns
{
    public const int Count = 13;

    public const string Names =
        "count, finite, first, last, min, max, sum, first_step, last_step, min_step, max_step, first_time, last_time";

    public const string Declared =
        """
        count INTEGER NOT NULL, finite INTEGER NOT NULL, first, last, min, max, sum,
        first_step INTEGER NOT NULL, last_step INTEGER NOT NULL, min_step INTEGER NOT NULL, max_step INTEGER NOT NULL,
        first_time INTEGER NOT NULL, last_time INTEGER NOT NULL
        """;

    public static void Bind(Statement statement, int first, in Tally tally) => statement
        .Bind(first, tally.Count)
        .Bind(first + 1, tally.Finite)
        .Bind(first + 2, tally.First)
        .Bind(first + 3, tally.Last)
        .Bind(first + 4, tally.Min)
        .Bind(first + 5, tally.Max)
        .Bind(first + 6, tally.Sum)
        .Bind(first + 7, tally.FirstStep)
        .Bind(first + 8, tally.LastStep)
        .Bind(first + 9, tally.MinStep)
        .Bind(first + 10, tally.MaxStep)
        .Bind(first + 11, tally.FirstTime)
        .Bind(first + 12, tally.LastTime);

    public static Tally Read(Statement statement, int first) => new()
    {
        Count = statement.Long(first),
        Finite = statement.Long(first + 1),
        First = statement.Double(first + 2),
        Last = statement.Double(first + 3),
        Min = statement.Double(first + 4),
        Max = statement.Double(first + 5),
        Sum = statement.Double(first + 6),
        FirstStep = statement.Long(first + 7),
        LastStep = statement.Long(first + 8),
        MinStep = statement.Long(first + 9),
        MaxStep = statement.Long(first + 10),
        FirstTime = statement.Long(first + 11),
        LastTime = statement.Long(first + 12),
    };

    /// <summary>Checksum of a tally's exact bits, to begin that of what is stored with it.</summary>
    public static uint Seed(long id, Tally tally)
    {
        Span<long> words =
        [
            id, tally.Count, tally.Finite, Bits(tally.First), Bits(tally.Last), Bits(tally.Min), Bits(tally.Max),
            Bits(tally.Sum), tally.FirstStep, tally.LastStep, tally.MinStep, tally.MaxStep, tally.FirstTime, tally.LastTime,
        ];
        return Checksum.Of(System.Runtime.InteropServices.MemoryMarshal.AsBytes(words));
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(ValueOrder.Canonical(value));
}
