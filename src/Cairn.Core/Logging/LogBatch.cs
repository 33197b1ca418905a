using System.Text.Json;
using Cairn.Core.Consoles;
using Cairn.Core.Records;
using Cairn.Core.Streams;
using Cairn.Storage.Series;

namespace Cairn.Core.Logging;

/// <summary>What one request logs to one run. Everything in it has an identity: logging it twice changes nothing.</summary>
public sealed record LogBatch
{
    /// <summary>Metric points; null when there are none.</summary>
    public SeriesBatch? Points { get; init; }

    /// <summary>The highest step of <see cref="Points"/>.</summary>
    public long LastStep { get; init; } = long.MinValue;

    public IReadOnlyList<RecordEntry> Records { get; init; } = [];

    public IReadOnlyList<ConsoleLine> Console { get; init; } = [];

    /// <summary>How far the request brings the run's named streams.</summary>
    public IReadOnlyList<StreamEnd> Streams { get; init; } = [];

    /// <summary>Merged into the run's config; null leaves it alone.</summary>
    public JsonElement? Config { get; init; }

    /// <summary>Merged into the run's summary; null leaves it alone.</summary>
    public JsonElement? Summary { get; init; }

    /// <summary>Merged into the run's environment; null leaves it alone.</summary>
    public JsonElement? Environment { get; init; }
}
