namespace Cairn.Storage.Series;

/// <summary>Binary search in ascending steps and (step, time) pairs.</summary>
internal static class Search
{
    /// <summary>Index of the first step not below <paramref name="step"/>.</summary>
    public static int LowerBound(ReadOnlySpan<long> steps, long step)
    {
        int low = 0, high = steps.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (steps[middle] < step)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Index of the first row not before (step, time).</summary>
    public static int LowerBound(ReadOnlySpan<long> steps, ReadOnlySpan<long> times, long step, long time)
    {
        int low = 0, high = steps.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (steps[middle] < step || (steps[middle] == step && times[middle] < time))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
