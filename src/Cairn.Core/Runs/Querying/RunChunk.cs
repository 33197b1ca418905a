namespace Cairn.Core.Runs.Querying;

/// <summary>Up to <see cref="Size"/> neighbouring rows of the index; never changed once published. A removed run leaves null.</summary>
internal sealed class RunChunk(RunRecord?[] records)
{
    public const int Bits = 10;
    public const int Size = 1 << Bits;
    public const int Words = Size / 64;

    public int Count => records.Length;

    public RunRecord? this[int row] => row < records.Length ? records[row] : null;

    public ReadOnlySpan<RunRecord?> Records => records;
}
