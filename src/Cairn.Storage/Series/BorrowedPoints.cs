using System.Buffers;

namespace Cairn.Storage.Series;

/// <summary>All points of a series in the order (step, time, value), in arrays that go back to a pool when it is disposed.</summary>
public sealed class BorrowedPoints : IDisposable
{
    private readonly int _count;
    private long[]? _steps;
    private double[]? _values;

    internal BorrowedPoints(long[] steps, double[] values, int count) => (_steps, _values, _count) = (steps, values, count);

    internal static BorrowedPoints None => new([], [], 0);

    /// <summary>Steps; empty once it is disposed.</summary>
    public ReadOnlySpan<long> Steps => _steps.AsSpan(0, _steps is null ? 0 : _count);

    /// <summary>Values, as many as steps; NaN and infinities included.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _values is null ? 0 : _count);

    /// <summary>Gives the arrays back; what was read from it before must not be used any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _steps, null) is not { } steps)
            return;
        ArrayPool<long>.Shared.Return(steps);
        ArrayPool<double>.Shared.Return(Interlocked.Exchange(ref _values, null)!);
    }
}
