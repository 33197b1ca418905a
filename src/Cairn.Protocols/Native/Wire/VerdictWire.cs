using System.ComponentModel.DataAnnotations;
using Cairn.Core.Verdicts;

namespace Cairn.Protocols.Native.Wire;

internal sealed record VerdictWire
{
    public required VerdictSubjectWire Subject { get; init; }
    public required string Metric { get; init; }
    public required VerdictLandmarkWire Landmark { get; init; }

    [AllowedValues("better", "worse", "equal", "unclear", "itself")]
    public required string Word { get; init; }
    public required double Difference { get; init; }
    public double? Low { get; init; }
    public double? High { get; init; }
    public required double Confidence { get; init; }
    public double? P { get; init; }
    public double? AdjustedP { get; init; }
    public double? PermutationP { get; init; }
    public int? Comparisons { get; init; }

    [AllowedValues("none", "welch", "oneSample", "prediction", "mcNemar", "pairedBootstrap", "binomial", "twoShares")]
    public required string Method { get; init; }
    public string? MethodName { get; init; }
    public double? ShareScale { get; init; }
    public int? Examples { get; init; }
    public int? RunsNeeded { get; init; }
    public int? ExamplesNeeded { get; init; }
    public required string Sentence { get; init; }
    public IReadOnlyList<string>? Assumptions { get; init; }
    public IReadOnlyList<VerdictWarningWire>? Warnings { get; init; }

    public static VerdictWire From(Verdict verdict) => Brief(verdict) with
    {
        Assumptions = verdict.Assumptions,
        Warnings = [.. verdict.Warnings.Select(warning => new VerdictWarningWire(warning.Code, warning.Text))],
    };

    /// <summary>For tables: without assumptions and warnings.</summary>
    public static VerdictWire Brief(Verdict verdict)
    {
        var against = verdict.Against;
        var landmark = against.Landmark;
        return new VerdictWire
        {
            Subject = new VerdictSubjectWire(
                verdict.Subject.Run, verdict.Subject.Group, verdict.Subject.Name, verdict.Subject.Value, verdict.Subject.Count,
                verdict.Subject.Deviation),
            Metric = landmark.Metric,
            Landmark = new VerdictLandmarkWire(
                landmark.Id, landmark.Name, landmark.Kind.ToString().ToLowerInvariant(), landmark.HigherIsBetter ? "max" : "min", against.Value, against.Count,
                against.Deviation, landmark.Source),
            Word = verdict.Word,
            Difference = verdict.Difference,
            Low = verdict.Low,
            High = verdict.High,
            Confidence = verdict.Confidence,
            P = verdict.PValue,
            AdjustedP = verdict.AdjustedPValue,
            PermutationP = verdict.PermutationPValue,
            Comparisons = verdict.AdjustedPValue is null ? null : verdict.Comparisons,
            Method = verdict.Method,
            MethodName = verdict.MethodName,
            ShareScale = verdict.ShareScale,
            Examples = verdict.Examples,
            RunsNeeded = verdict.RunsNeeded,
            ExamplesNeeded = verdict.ExamplesNeeded,
            Sentence = VerdictWords.Say(verdict),
        };
    }
}

internal sealed record VerdictSubjectWire(long? Run, string? Group, string Name, double Value, int N, double? Std);

internal sealed record VerdictLandmarkWire(
    long Id, string Name, [property: AllowedValues("constant", "run", "group")] string Kind,
    [property: AllowedValues("max", "min")] string Direction, double? Value, int N, double? Std, string? Source);

internal sealed record VerdictWarningWire(string Code, string Text);

internal sealed record VerdictsWire(IReadOnlyList<VerdictWire> Verdicts);

internal sealed record VerdictQueryWire
{
    [Required]
    public IReadOnlyList<long>? Runs { get; init; }
    public string? Metric { get; init; }
    public string? Landmark { get; init; }
    public double? Confidence { get; init; }
    public double? Margin { get; init; }
    public bool? Together { get; init; }
    public int? Comparisons { get; init; }
}
