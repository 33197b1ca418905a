using System.Globalization;
using System.Text.Json;

namespace Cairn.Core.Predictions;

/// <summary>What a model said of each example of a split, beside what is true; one entry an example.</summary>
/// <param name="Ids">Names of the examples, unique; null where only their order names them.</param>
/// <param name="True">What is true: a class or a number, as text.</param>
/// <param name="Predicted">What the model said, likewise.</param>
public sealed record PredictionSet(IReadOnlyList<string>? Ids, IReadOnlyList<string> True, IReadOnlyList<string> Predicted)
{
    private static readonly string[] IdNames = ["id", "ids", "index", "example", "key"];
    private static readonly string[] TrueNames = ["true", "label", "target", "truth", "y", "y_true", "ground_truth", "actual"];
    private static readonly string[] PredictedNames = ["predicted", "prediction", "pred", "y_pred", "guess", "output"];

    public int Count => True.Count;

    /// <summary>Whether each example is right.</summary>
    public bool[] Right() => [.. True.Zip(Predicted, (one, other) => one == other)];

    /// <summary>The absolute error of each example; null when some value is no number.</summary>
    public double[]? AbsoluteErrors()
    {
        var errors = new double[Count];
        for (var i = 0; i < errors.Length; i++)
        {
            if (!Number(True[i], out var truth) || !Number(Predicted[i], out var predicted))
                return null;
            errors[i] = Math.Abs(predicted - truth);
        }

        return errors;
    }

    /// <summary>
    /// The places in this set and in the other of the examples that are the same; null when the two sets are not of the
    /// same examples.
    /// </summary>
    public int[]? PlacesIn(PredictionSet other)
    {
        if (other.Count != Count || Ids is null != other.Ids is null)
            return null;
        var places = new int[Count];
        if (Ids is null)
        {
            for (var i = 0; i < places.Length; i++)
            {
                if (True[i] != other.True[i])
                    return null;
                places[i] = i;
            }

            return places;
        }

        var index = new Dictionary<string, int>(Count);
        for (var i = 0; i < other.Count; i++)
            index[other.Ids![i]] = i;
        for (var i = 0; i < places.Length; i++)
        {
            if (!index.TryGetValue(Ids[i], out places[i]) || True[i] != other.True[places[i]])
                return null;
        }

        return places;
    }

    /// <summary>
    /// Reads a <c>predictions</c> record, or a table whose columns are called as predictions usually are; null when it is
    /// neither.
    /// </summary>
    public static PredictionSet? Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        if (value.TryGetProperty("columns", out var columns)
            && (value.TryGetProperty("rows", out var rows) || value.TryGetProperty("data", out rows)))
        {
            return ReadTable(columns, rows);
        }

        if (!value.TryGetProperty("true", out var truth) || !value.TryGetProperty("predicted", out var predicted)
            || Texts(truth) is not { } trues || Texts(predicted) is not { } guesses)
        {
            return null;
        }

        return Checked(value.TryGetProperty("ids", out var ids) ? Texts(ids) : null, trues, guesses);
    }

    private static PredictionSet? ReadTable(JsonElement columns, JsonElement rows)
    {
        if (Texts(columns) is not { } names || rows.ValueKind != JsonValueKind.Array)
            return null;
        var (id, truth, predicted) = (Find(IdNames), Find(TrueNames), Find(PredictedNames));
        if (truth < 0 || predicted < 0)
            return null;
        List<string>? ids = id < 0 ? null : [];
        List<string> trues = [], guesses = [];
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != names.Length)
                return null;
            if (Text(row[truth]) is not { } one || Text(row[predicted]) is not { } other || (ids is not null && Text(row[id]) is null))
                return null;
            ids?.Add(Text(row[id])!);
            trues.Add(one);
            guesses.Add(other);
        }

        return Checked(ids?.ToArray(), [.. trues], [.. guesses]);

        int Find(string[] known) => Array.FindIndex(names, name => known.Contains(name.ToLowerInvariant()));
    }

    private static PredictionSet? Checked(string[]? ids, string[] trues, string[] guesses) =>
        trues.Length == 0 || trues.Length != guesses.Length
        || (ids is not null && (ids.Length != trues.Length || ids.Distinct().Count() != ids.Length))
            ? null
            : new PredictionSet(ids, trues, guesses);

    private static string[]? Texts(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
            return null;
        var texts = new string[array.GetArrayLength()];
        var next = 0;
        foreach (var one in array.EnumerateArray())
        {
            if (Text(one) is not { } text)
                return null;
            texts[next++] = text;
        }

        return texts;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static bool Number(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
