using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Cairn.Core.Reproductions;

namespace Cairn.Protocols.Native.Wire;

internal sealed record ReproductionWire
{
    public required long Run { get; init; }
    public required long Of { get; init; }
    public required string OfUid { get; init; }
    public required string OfName { get; init; }

    [AllowedValues("identical", "tolerance", "noise", "different", "nothing")]
    public required string Verdict { get; init; }
    public required string Sentence { get; init; }
    public string? FirstKey { get; init; }
    public long? FirstStep { get; init; }
    public required IReadOnlyList<MetricReproductionWire> Metrics { get; init; }
    public required IReadOnlyList<string> Ignored { get; init; }
    public required IReadOnlyList<DifferenceWire> Config { get; init; }
    public required IReadOnlyList<DifferenceWire> Environment { get; init; }

    public static ReproductionWire From(Reproduction reproduction) => new()
    {
        Run = reproduction.Rerun.Id,
        Of = reproduction.Original.Id,
        OfUid = reproduction.Original.Uid,
        OfName = reproduction.Original.Name,
        Verdict = reproduction.Verdict switch
        {
            ReproductionVerdict.Identical => "identical",
            ReproductionVerdict.WithinTolerance => "tolerance",
            ReproductionVerdict.WithinNoise => "noise",
            ReproductionVerdict.NothingToCompare => "nothing",
            _ => "different",
        },
        Sentence = ReproductionWords.Of(reproduction),
        FirstKey = reproduction.FirstApart?.Key,
        FirstStep = reproduction.FirstApart?.FirstStep,
        Metrics = [.. reproduction.Metrics.Select(MetricReproductionWire.From)],
        Ignored = reproduction.Ignored,
        Config = [.. reproduction.Config.Select(DifferenceWire.From)],
        Environment = [.. reproduction.Environment.Select(DifferenceWire.From)],
    };
}

internal sealed record MetricReproductionWire
{
    public required string Key { get; init; }

    [AllowedValues("series", "summary")]
    public required string Kind { get; init; }

    [AllowedValues("identical", "tolerance", "noise", "apart", "missing")]
    public required string Agreement { get; init; }
    public required long Points { get; init; }
    public long? FirstStep { get; init; }
    public double? Expected { get; init; }
    public double? Actual { get; init; }
    public required double Largest { get; init; }
    public double? Noise { get; init; }

    public static MetricReproductionWire From(MetricReproduction metric) => new()
    {
        Key = metric.Key,
        Kind = metric.IsSummary ? "summary" : "series",
        Agreement = metric.Agreement switch
        {
            MetricAgreement.Identical => "identical",
            MetricAgreement.WithinTolerance => "tolerance",
            MetricAgreement.WithinNoise => "noise",
            MetricAgreement.Missing => "missing",
            _ => "apart",
        },
        Points = metric.Points,
        FirstStep = metric.FirstStep,
        Expected = metric.Expected,
        Actual = metric.Actual,
        Largest = metric.Largest,
        Noise = metric.Noise,
    };
}

internal sealed record DifferenceWire(string Path, JsonElement? Expected, JsonElement? Actual)
{
    public static DifferenceWire From(Difference difference) => new(difference.Path, difference.Expected, difference.Actual);
}
