using Cairn.Core.Streams;

namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>Where a writer's lines stand in the run's stream: at their own number unless several processes write it.</summary>
internal sealed class LinePlaces(IReadOnlyList<StreamSegment> segments)
{
    /// <summary>Every line at its own number.</summary>
    public static LinePlaces Own { get; } = new([]);

    public long Of(long line)
    {
        foreach (var segment in segments)
        {
            if (line >= segment.First && line < segment.First + segment.Count)
                return segment.Target + line - segment.First;
        }

        return line;
    }
}
