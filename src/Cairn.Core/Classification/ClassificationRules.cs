using System.Globalization;
using System.Text.Json;
using Cairn.Core.Tables;

namespace Cairn.Core.Classification;

/// <summary>Decides what the columns of a table say of examples.</summary>
internal static class ClassificationRules
{
    /// <summary>Most classes that are told apart.</summary>
    public const int MostClasses = 200;

    private const int Named = 20;

    /// <summary>Reads the chosen columns of a table; why not when one is missing or does not fit the others.</summary>
    public static Outcome<ScoredExamples> Read(LoggedTable table, ScoredColumns columns)
    {
        var there = $"The table has the columns {List(table.Columns)}.";
        var label = columns.FindLabel(table);
        if (label < 0)
        {
            return columns.Label is null
                ? Refusal.Invalid("label", "No column is called as labels usually are.", remedy: $"Name the column of the true class. {there}")
                : NoColumn("label", columns.Label);
        }

        var predicted = columns.FindPredicted(table);
        if (predicted < 0 && columns.Predicted is not null)
            return NoColumn("predicted", columns.Predicted);
        var rows = table.Rows.Where(row => LoggedTable.Text(row[label]) is not null).ToList();
        var classes = Sorted(rows.Select(row => LoggedTable.Text(row[label])!));
        if (classes.Count > MostClasses)
            return TooMany(table.Columns[label], classes.Count);
        var scores = columns.FindScores(table, classes);
        if (Array.IndexOf(scores, -1) is >= 0 and var lost)
            return NoColumn("scores", columns.Scores![lost]);

        // Where a predicted class was asked for, or a single score could be of any class, what was predicted says more.
        var isUnclear = scores.Length == 1 && classes.Count > 2 && columns.Positive is null
            && !rows.Exists(row => row[scores[0]].ValueKind == JsonValueKind.Array);
        if (scores.Length > 0 && !(columns.Scores is null && predicted >= 0 && (columns.Predicted is not null || isUnclear)))
            return OfScores(table, columns, label, scores, rows, classes);
        return predicted >= 0
            ? OfPredictions(table, label, predicted, rows)
            : Refusal.Invalid("scores", "No column is called as scores usually are.", remedy: $"Name the column of the score. {there}");

        Outcome<ScoredExamples> NoColumn(string field, string name) =>
            Refusal.Invalid(field, $"There is no column '{name}'.", remedy: there);
    }

    private static Outcome<ScoredExamples> OfScores(
        LoggedTable table, ScoredColumns columns, int label, int[] scores, List<JsonElement[]> rows, List<string> classes)
    {
        if (classes.Count < 2)
        {
            return Refusal.Invalid(
                "label", classes.Count == 0 ? "The table has no row with a label."
                    : $"All {rows.Count} labels are '{classes[0]}': there is nothing to tell apart.");
        }

        var isList = scores.Length == 1 && rows.Exists(row => row[scores[0]].ValueKind == JsonValueKind.Array);
        var isForEach = isList || scores.Length > 1;
        if (scores.Length > 1 && scores.Length != classes.Count)
        {
            return Refusal.Invalid(
                "scores", $"{scores.Length} columns of scores don't go with {classes.Count} classes.",
                remedy: $"Name one column, or one for each class in this order: {List(classes)}.");
        }

        int? positive = classes.Count == 2 ? 1 : null;
        if (columns.Positive is not null)
            positive = classes.IndexOf(columns.Positive) is >= 0 and var place ? place : null;
        if (positive is null && (columns.Positive is not null || !isForEach))
        {
            return Refusal.Invalid(
                "positive",
                columns.Positive is not null ? $"No label is '{columns.Positive}'."
                    : $"There are {classes.Count} classes and one score: of which class is it?",
                remedy: $"One of {List(classes)}.");
        }

        var kept = new List<(string Label, double[] Scores)>();
        foreach (var row in rows)
        {
            var cells = isList && row[scores[0]].ValueKind == JsonValueKind.Array
                ? [.. row[scores[0]].EnumerateArray()]
                : Array.ConvertAll(scores, at => row[at]);
            if (cells.Length == (isForEach ? classes.Count : 1) && Numbers(cells) is { } numbers)
                kept.Add((LoggedTable.Text(row[label])!, numbers));
        }

        var name = table.Columns[scores[0]];
        if (kept.Count == 0)
        {
            return Refusal.Invalid(
                "scores", isList ? $"No row of '{name}' has {classes.Count} finite scores, one for each class."
                    : $"No row of '{name}' has a finite number.");
        }

        int[] scored = isForEach && classes.Count > 2 ? [.. Enumerable.Range(0, classes.Count)] : [positive!.Value];
        return new ScoredExamples(table.Columns[label], [.. scores.Select(at => table.Columns[at])], null)
        {
            Classes = classes,
            Labels = Places(classes, kept.Select(one => one.Label)),
            ScoredClasses = scored,
            Scores = [.. scored.Select(place => kept.Select(one => one.Scores[isForEach ? place : 0]).ToArray())],
            Skipped = table.Rows.Count - kept.Count,
        };
    }

    private static Outcome<ScoredExamples> OfPredictions(LoggedTable table, int label, int predicted, List<JsonElement[]> rows)
    {
        var kept = rows.Where(row => LoggedTable.Text(row[predicted]) is not null).ToList();
        var truth = kept.Select(row => LoggedTable.Text(row[label])!).ToList();
        var guesses = kept.Select(row => LoggedTable.Text(row[predicted])!).ToList();
        var classes = Sorted(truth.Concat(guesses));
        if (classes.Count > MostClasses)
            return TooMany(table.Columns[predicted], classes.Count);
        if (kept.Count == 0)
            return Refusal.Invalid("predicted", "No row has both a label and a predicted class.");
        return new ScoredExamples(table.Columns[label], [], table.Columns[predicted])
        {
            Classes = classes,
            Labels = Places(classes, truth),
            Predicted = Places(classes, guesses),
            Skipped = table.Rows.Count - kept.Count,
        };
    }

    private static Refusal TooMany(string column, int classes) => Refusal.Invalid(
        "label", $"'{column}' has {classes} different values: these are no classes.", $"{MostClasses} classes", "Name another column.");

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Named)) + (names.Count > Named ? $" and {names.Count - Named} more" : "");

    private static List<string> Sorted(IEnumerable<string> labels)
    {
        var classes = labels.ToHashSet().ToList();
        var numbers = new Dictionary<string, double>();
        foreach (var name in classes)
        {
            if (!double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                classes.Sort(StringComparer.Ordinal);
                return classes;
            }

            numbers[name] = number;
        }

        classes.Sort((one, other) => numbers[one].CompareTo(numbers[other]));
        return classes;
    }

    private static int[] Places(List<string> classes, IEnumerable<string> labels)
    {
        var places = classes.Index().ToDictionary(one => one.Item, one => one.Index);
        return [.. labels.Select(label => places[label])];
    }

    private static double[]? Numbers(JsonElement[] cells)
    {
        var numbers = new double[cells.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (LoggedTable.Number(cells[i]) is not { } number)
                return null;
            numbers[i] = number;
        }

        return numbers;
    }
}
