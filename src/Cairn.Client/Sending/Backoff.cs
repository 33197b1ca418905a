namespace Cairn.Client.Sending;

/// <summary>How long to wait before the next try: twice as long each time, with jitter, so that runs do not march in step.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int _failures;

    public void Reset() => _failures = 0;

    /// <summary>The next wait; never shorter than what the server asked for (up to five minutes).</summary>
    public TimeSpan Next(TimeSpan? asked)
    {
        var full = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 20)));
        var wait = TimeSpan.FromMilliseconds(full * (0.5 + 0.5 * Random.Shared.NextDouble()));
        if (asked is not { } least)
            return wait;
        least = least < TimeSpan.FromMinutes(5) ? least : TimeSpan.FromMinutes(5);
        return wait > least ? wait : least + wait / 10;
    }
}
