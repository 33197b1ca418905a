namespace Cairn.Core.Runs.Querying;

/// <summary>A filter made ready for one table: says which rows of a chunk pass. Rows of removed runs may be among them.</summary>
internal abstract class Predicate
{
    /// <summary>Adds the rows that pass to <paramref name="bits"/>, which come in empty.</summary>
    public abstract void AddTo(Span<ulong> bits, int chunk);

    public sealed class Every : Predicate
    {
        public override void AddTo(Span<ulong> bits, int chunk) => bits.Fill(ulong.MaxValue);
    }

    public sealed class Nothing : Predicate
    {
        public override void AddTo(Span<ulong> bits, int chunk)
        {
        }
    }

    public sealed class All(Predicate[] parts) : Predicate
    {
        public override void AddTo(Span<ulong> bits, int chunk)
        {
            bits.Fill(ulong.MaxValue);
            Span<ulong> part = stackalloc ulong[RunChunk.Words];
            foreach (var predicate in parts)
            {
                part.Clear();
                predicate.AddTo(part, chunk);
                RowBits.And(bits, part);
                if (!bits.ContainsAnyExcept(0UL))
                    return;
            }
        }
    }

    public sealed class One(Predicate[] parts) : Predicate
    {
        public override void AddTo(Span<ulong> bits, int chunk)
        {
            Span<ulong> part = stackalloc ulong[RunChunk.Words];
            foreach (var predicate in parts)
            {
                part.Clear();
                predicate.AddTo(part, chunk);
                RowBits.Or(bits, part);
            }
        }
    }

    public sealed class Inverse(Predicate part) : Predicate
    {
        public override void AddTo(Span<ulong> bits, int chunk)
        {
            part.AddTo(bits, chunk);
            RowBits.Invert(bits);
        }
    }

    public sealed class Present(ColumnView view) : Predicate
    {
        public override void AddTo(Span<ulong> bits, int chunk) => RowBits.AddPresent(bits, view.Cells(chunk));
    }

    /// <summary>Tests the numbers of a column, and its other values by code; either may be left out.</summary>
    public sealed class OfColumn(ColumnView view, NumberTest? numbers, int onlyCode, bool[]? codes) : Predicate
    {
        public override void AddTo(Span<ulong> bits, int chunk)
        {
            var cells = view.Cells(chunk);
            numbers?.AddTo(bits, cells);
            if (cells.Codes is not { } there)
                return;
            if (codes is not null)
                RowBits.AddCodes(bits, there, codes);
            else if (onlyCode != 0)
                RowBits.AddCode(bits, there, onlyCode);
        }
    }
}
