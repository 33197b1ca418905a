using System.Numerics;
using System.Runtime.InteropServices;

namespace Cairn.Core.Runs.Querying;

/// <summary>Counts the distinct values of a column.</summary>
internal static class ColumnValues
{
    /// <summary>The most frequent values of the rows that pass; equally frequent ones in the order that a sort gives them.</summary>
    public static IReadOnlyList<RunValueCount> Count(ColumnView view, Predicate rows, int limit)
    {
        var codes = new long[view.Dictionary.Count];
        var numbers = new Dictionary<double, long>();
        var integers = new Dictionary<long, long>();
        Span<ulong> bits = stackalloc ulong[RunChunk.Words];
        for (var chunk = 0; chunk < view.Chunks; chunk++)
        {
            bits.Clear();
            rows.AddTo(bits, chunk);
            var cells = view.Cells(chunk);
            for (var word = 0; word < bits.Length; word++)
            {
                for (var rest = bits[word]; rest != 0; rest &= rest - 1)
                {
                    var row = (word << 6) + BitOperations.TrailingZeroCount(rest);
                    if (cells.Codes is { } coded && coded[row] != 0)
                        codes[coded[row]]++;
                    else if (cells.Integers is { } whole && whole[row] != Cells.NoInteger)
                        CollectionsMarshal.GetValueRefOrAddDefault(integers, whole[row], out _)++;
                    else if (cells.Numbers is { } real && !Cells.IsNoNumber(real[row]))
                        CollectionsMarshal.GetValueRefOrAddDefault(numbers, real[row], out _)++;
                }
            }
        }

        var counts = numbers.Select(pair => new RunValueCount(RunValue.Of(pair.Key), pair.Value))
            .Concat(integers.Select(pair => new RunValueCount(RunValue.Of(pair.Key), pair.Value)))
            .Concat(Enumerable.Range(1, codes.Length - 1).Where(code => codes[code] > 0)
                .Select(code => new RunValueCount(view.Dictionary[code], codes[code])));
        var inOrder = Comparer<RunValue>.Create((left, right) => RunValueOrder.Compare(left, right, descending: false));
        return [.. counts.OrderByDescending(count => count.Runs).ThenBy(count => count.Value, inOrder).Take(limit)];
    }
}
