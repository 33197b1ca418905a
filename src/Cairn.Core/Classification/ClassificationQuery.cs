using System.Text.Json;
using Cairn.Analysis.Classification;
using Cairn.Core.Access;
using Cairn.Core.Files;
using Cairn.Core.Records;
using Cairn.Core.Runs.Querying;
using Cairn.Core.Tables;

namespace Cairn.Core.Classification;

/// <summary>
/// Judges the labels and scores that runs have logged as tables: curves, areas with their intervals, calibration and
/// confusion.
/// </summary>
public sealed class ClassificationQuery(RunIndex index, RecordStore records, FileStore files)
{
    /// <summary>Most runs that are looked at for a table, newest first.</summary>
    public const int MostSeen = 500;

    /// <summary>Most columns of scores.</summary>
    public const int MostScores = ClassificationRules.MostClasses;

    /// <summary>Largest file that is read as a table, in bytes.</summary>
    public const long LargestFile = 64 << 20;

    private const double Confidence = 0.95;
    private const int MostNumbersKept = 8_000_000;
    private const int MostTablesKept = 500;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Outcome<ScoredExamples>> _kept = [];
    private int _numbers;

    /// <summary>The answer; without runs when none of those looked at has the table.</summary>
    public ClassificationAnswer Judge(Caller caller, ClassificationQuestion question, CancellationToken cancellationToken = default)
    {
        var page = index.Query(new RunQuery
        {
            Projects = [question.Project], Filter = question.Filter, Limit = MostSeen,
        })!;
        var (judged, refused) = (new List<RunClassification>(), new List<(long, Refusal)>());
        var seen = 0;
        foreach (var row in page.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (judged.Count + refused.Count == question.Runs)
                break;
            seen++;
            if (Find(caller, row.Id, question) is not { } source)
                continue;
            if (Examples(source, question.Columns).Try(out var examples, out var refusal)
                && Describe(row.Id, source.Step, examples, question).Try(out var answer, out refusal))
            {
                judged.Add(answer);
            }
            else
            {
                refused.Add((row.Id, refusal!));
            }
        }

        return new ClassificationAnswer(judged, refused, seen, page.Total);
    }

    private static Outcome<RunClassification> Describe(long run, long? step, ScoredExamples examples, ClassificationQuestion question)
    {
        var confused = Confuse(examples, question);
        if (!confused.Try(out var confusion, out var refusal))
            return refusal;
        return new RunClassification(run, step, examples.Label, examples.ScoreColumns, examples.PredictedColumn)
        {
            Examples = examples.Labels.Length,
            Skipped = examples.Skipped,
            Classes = examples.Classes,
            Curves = [.. examples.ScoredClasses.Select((_, i) => Curves(examples, i, question)).OfType<ClassCurves>()],
            Confusion = confusion.Counts,
            ConfusedClasses = confusion.Classes,
            Threshold = confusion.Threshold,
        };
    }

    private static ClassCurves? Curves(ScoredExamples examples, int at, ClassificationQuestion question)
    {
        var place = examples.ScoredClasses[at];
        var positive = Array.ConvertAll(examples.Labels, label => label == place);
        var ranking = Ranking.Of(positive, examples.Scores[at]);
        if (ranking.Positives == 0 || ranking.Negatives == 0)
            return null;
        return new ClassCurves(examples.Classes[place], ranking.Positives, ranking.Negatives)
        {
            Area = RocCurve.Area(ranking),
            AreaInterval = RocCurve.AreaInterval(ranking, Confidence),
            AveragePrecision = PrecisionRecallCurve.AveragePrecision(ranking),
            AverageInterval = PrecisionRecallCurve.AverageInterval(ranking, Confidence),
            Roc = RocCurve.Line(ranking).Thin(question.Points),
            PrecisionRecall = PrecisionRecallCurve.Line(ranking).Thin(question.Points),
            Calibration = Calibration.Of(positive, examples.Scores[at], question.Bins),
        };
    }

    private static Outcome<(ConfusionCounts Counts, IReadOnlyList<string> Classes, double? Threshold)> Confuse(
        ScoredExamples examples, ClassificationQuestion question)
    {
        if (examples.Predicted is { } predicted)
            return (ConfusionCounts.Of(examples.Labels, predicted, examples.Classes.Count), examples.Classes, null);
        if (question.Class is null && examples.ScoredClasses.Count > 1)
            return (ConfusionCounts.OfHighest(examples.Labels, examples.Scores), examples.Classes, null);
        var at = question.Class is null ? 0 : examples.ScoredClasses.ToList().FindIndex(place => examples.Classes[place] == question.Class);
        if (at < 0)
        {
            return Refusal.Invalid(
                "class", $"'{question.Class}' is no class with scores.",
                remedy: $"One of {string.Join(", ", examples.ScoredClasses.Take(20).Select(place => examples.Classes[place]))}.");
        }

        var place = examples.ScoredClasses[at];
        var scores = examples.Scores[at];
        var threshold = question.Threshold ?? (Array.TrueForAll(scores, score => score is >= 0 and <= 1) ? 0.5 : 0);
        var other = examples.Classes.Count == 2 ? examples.Classes[1 - place] : $"not {examples.Classes[place]}";
        return (
            ConfusionCounts.At(Array.ConvertAll(examples.Labels, label => label == place), scores, threshold),
            [other, examples.Classes[place]], threshold);
    }

    private Source? Find(Caller caller, long run, ClassificationQuestion question)
    {
        if (records.Read(caller, run, new RecordQuery(question.Key, ToStep: question.Step ?? long.MaxValue, Limit: 1, Descending: true))
            is [{ Type: "table" or "predictions" } record])
        {
            return record.Value.TryGetProperty("file", out var path) && path.ValueKind == JsonValueKind.String
                ? new Source(record.Step, null, files.Find(caller, run, path.GetString()!))
                : new Source(record.Step, record.Value, null);
        }

        return files.Find(caller, run, question.Key) is { } file ? new Source(null, null, file) : null;
    }

    // A threshold that is dragged asks for the same examples again and again.
    private Outcome<ScoredExamples> Examples(Source source, ScoredColumns columns)
    {
        if (source.Value is { } value)
            return Read(value, columns);
        if (source.File is not { } file)
            return Refusal.NotFound("The table was logged without its file.");
        if (file.Size > LargestFile)
            return Refusal.Invalid("key", $"{file.Path} has {file.Size} bytes.", $"{LargestFile} bytes", "Log fewer rows or columns.");
        var name = $"{file.Sha256} {columns.Label}\n{string.Join('\t', columns.Scores ?? [])}\n{columns.Predicted}\n{columns.Positive}";
        lock (_lock)
        {
            if (_kept.TryGetValue(name, out var known))
                return known;
        }

        var read = Read(file, columns);
        lock (_lock)
        {
            if (_numbers > MostNumbersKept || _kept.Count == MostTablesKept)
            {
                _kept.Clear();
                _numbers = 0;
            }

            _kept[name] = read;
            _numbers += (read.Value?.Labels.Length ?? 0) * (1 + (read.Value?.Scores.Count ?? 0));
        }

        return read;
    }

    private Outcome<ScoredExamples> Read(RunFile file, ScoredColumns columns)
    {
        using var stream = files.OpenRead(file);
        if (stream is null)
            return Refusal.NotFound($"The bytes of {file.Path} are gone.");
        try
        {
            using var document = JsonDocument.Parse(stream);
            return Read(document.RootElement, columns);
        }
        catch (JsonException)
        {
            return Refusal.Invalid("key", $"{file.Path} is no JSON.", remedy: "A table has columns and rows (or data).");
        }
    }

    private static Outcome<ScoredExamples> Read(JsonElement value, ScoredColumns columns) =>
        LoggedTable.Read(value) is { } table
            ? ClassificationRules.Read(table, columns)
            : Refusal.Invalid("key", "What was logged there is no table.", remedy: "A table has columns and rows (or data).");

    private sealed record Source(long? Step, JsonElement? Value, RunFile? File);
}
