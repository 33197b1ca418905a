namespace Cairn.Protocols.Import.Wandb;

/// <summary>What a run says of itself when it starts, and again when that changes.</summary>
internal sealed record WandbHead
{
    public string Id { get; init; } = "";

    public string Entity { get; init; } = "";

    public string Project { get; init; } = "";

    public string Group { get; init; } = "";

    public string JobType { get; init; } = "";

    public string Name { get; init; } = "";

    public string Notes { get; init; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string Sweep { get; init; } = "";

    public string Host { get; init; } = "";

    /// <summary>Unix milliseconds; null when it says none.</summary>
    public long? StartTime { get; init; }

    public string Remote { get; init; } = "";

    public string Commit { get; init; } = "";

    /// <summary>The run that this one was forked from; empty when from none.</summary>
    public string ForkedFrom { get; init; } = "";

    public static WandbHead Read(ReadOnlySpan<byte> message)
    {
        var head = new WandbHead();
        var tags = new List<string>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: head = head with { Id = reader.Text }; break;
                case 2: head = head with { Entity = reader.Text }; break;
                case 3: head = head with { Project = reader.Text }; break;
                case 6: head = head with { Group = reader.Text }; break;
                case 7: head = head with { JobType = reader.Text }; break;
                case 8: head = head with { Name = reader.Text }; break;
                case 9: head = head with { Notes = reader.Text }; break;
                case 10: tags.Add(reader.Text); break;
                case 12: head = head with { Sweep = reader.Text }; break;
                case 13: head = head with { Host = reader.Text }; break;
                case 17: head = head with { StartTime = WandbTime.Read(reader.Bytes) }; break;
                case 21: head = head with { Remote = TextOf(reader.Bytes, 1), Commit = TextOf(reader.Bytes, 2) }; break;
                case 23: head = head with { ForkedFrom = TextOf(reader.Bytes, 1) }; break;
            }
        }

        return head with { Tags = tags };
    }

    private static string TextOf(ReadOnlySpan<byte> message, int field)
    {
        var text = "";
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == field)
                text = reader.Text;
        }

        return text;
    }
}
