namespace Cairn.Protocols.Import.Wandb;

/// <summary>Times as W&amp;B's run files hold them.</summary>
internal static class WandbTime
{
    /// <summary>Unix milliseconds of a Timestamp message.</summary>
    public static long Read(ReadOnlySpan<byte> message)
    {
        long seconds = 0;
        long nanoseconds = 0;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                seconds = reader.Signed;
            else if (reader.Field == 2)
                nanoseconds = reader.Signed;
        }

        return (seconds * 1000) + (nanoseconds / 1_000_000);
    }

    /// <summary>Unix milliseconds of Unix seconds; null when they are none.</summary>
    public static long? FromSeconds(double? seconds) =>
        seconds is { } known && double.IsFinite(known) ? (long)Math.Round(known * 1000) : null;
}
