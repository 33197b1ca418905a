namespace Cairn.Client.Sending;

/// <summary>What went over the wire.</summary>
internal sealed class SendCounts
{
    public long Points { get; set; }

    public long Records { get; set; }

    public long ConsoleLines { get; set; }

    public long Files { get; set; }

    /// <summary>Requests the server refused for good.</summary>
    public long Refused { get; set; }
}
