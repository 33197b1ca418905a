using System.Globalization;
using System.IO.Compression;
using Cairn.Analysis.Baselines;

namespace Cairn.Baselines.Data;

/// <summary>Reads labelled data: CSV with a header, NumPy's .npz, or IDX files as MNIST comes in.</summary>
public static class DataReader
{
    private const int MostWords = 64;
    private const int MostClasses = 1000;

    /// <summary>Reads training and test data with the same features and classes.</summary>
    /// <param name="train">The training file.</param>
    /// <param name="test">The test file.</param>
    /// <param name="target">
    /// What is to be predicted: a column of the CSV, an array of the .npz, or the IDX file of labels for the training
    /// images.
    /// </param>
    /// <param name="testTarget">The IDX file of labels for the test images; not for other formats.</param>
    /// <param name="ignored">Columns to leave out, such as an id.</param>
    /// <param name="regression">True for numbers, false for classes, null to decide by the target's values.</param>
    /// <exception cref="DataException">Something can't be read; the message says what and what to do.</exception>
    public static LabelledSplit Read(
        string train, string test, string target, string? testTarget = null, IReadOnlyCollection<string>? ignored = null, bool? regression = null)
    {
        try
        {
            var (one, oneTarget) = Open(train, target);
            var (other, otherTarget) = Open(test, IdxFile.Is(test) ? testTarget
                ?? throw new DataException("IDX test images need their file of labels: --test-target FILE.") : target);
            return Make(one, oneTarget, other, otherTarget, ignored ?? [], regression);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException(exception.Message, exception);
        }
    }

    private static (RawTable Features, Array Target) Open(string path, string target)
    {
        if (IdxFile.Is(path))
        {
            var (rows, width, values) = IdxFile.Read(path);
            var labels = IdxFile.Read(target);
            return labels.Width == 1 && labels.Rows == rows
                ? (Split(rows, width, values), labels.Values)
                : throw new DataException($"{target} holds {labels.Rows} x {labels.Width} numbers; {path} needs {rows} labels.");
        }

        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
            return OpenNpz(path, target);
        var table = CsvTable.Read(path);
        var place = table.Names.ToList().IndexOf(target);
        if (place < 0)
            throw new DataException($"{path} has no column '{target}'. It has {string.Join(", ", table.Names.Take(20))}.");
        return (new RawTable(
            [.. table.Names.Where((_, i) => i != place)], table.Rows, [.. table.Columns.Where((_, i) => i != place)]), table.Columns[place]);
    }

    private static (RawTable Features, Array Target) OpenNpz(string path, string target)
    {
        try
        {
            using var archive = ZipFile.OpenRead(path);
            var names = archive.Entries.Select(entry => Path.GetFileNameWithoutExtension(entry.Name)).ToList();
            var found = archive.GetEntry(target + ".npy") ?? throw new DataException($"{path} has no array '{target}'. It has {string.Join(", ", names)}.");
            var others = names.Where(name => name != target).ToList();
            if (others.Count != 1)
                throw new DataException($"{path} must hold the features and '{target}', not {string.Join(", ", names)}.");
            using var labels = found.Open();
            var truth = NpyArray.Read(labels, $"{target} of {path}");
            using var values = archive.GetEntry(others[0] + ".npy")!.Open();
            var features = NpyArray.Read(values, $"{others[0]} of {path}");
            var rows = features.Shape.Count > 0 ? features.Shape[0] : 0;
            if (rows == 0 || truth.Values.Length != rows)
                throw new DataException($"{path} has {rows} examples and {truth.Values.Length} targets.");
            return (Split(rows, features.Values.Length / rows, features.Values), truth.Values);
        }
        catch (InvalidDataException exception)
        {
            throw new DataException($"{path} is no .npz file: {exception.Message}", exception);
        }
    }

    private static RawTable Split(int rows, int width, float[] values)
    {
        var columns = new Array[width];
        for (var j = 0; j < width; j++)
        {
            var column = new float[rows];
            for (var i = 0; i < rows; i++)
                column[i] = values[(i * width) + j];
            columns[j] = column;
        }

        return new RawTable([.. Enumerable.Range(0, width).Select(j => j.ToString(CultureInfo.InvariantCulture))], rows, columns);
    }

    private static LabelledSplit Make(
        RawTable train, Array trainTarget, RawTable test, Array testTarget, IReadOnlyCollection<string> ignored, bool? regression)
    {
        var places = new List<(int Train, int Test)>();
        for (var j = 0; j < train.Names.Count; j++)
        {
            if (ignored.Contains(train.Names[j]))
                continue;
            var there = test.Names.ToList().IndexOf(train.Names[j]);
            places.Add(there >= 0 ? (j, there) : throw new DataException($"The test data has no column '{train.Names[j]}'. Leave it out: --ignore {train.Names[j]}"));
        }

        if (places.Count == 0 || train.Rows == 0 || test.Rows == 0)
            throw new DataException("There is nothing to learn from: both files need rows, and a column beside the target.");
        var encoders = places.Select(place => ColumnEncoder.Of(train.Names[place.Train], train.Columns[place.Train], test.Columns[place.Test], MostWords)).ToList();
        var width = encoders.Sum(encoder => encoder.Width);
        var words = Words(trainTarget);
        var numbers = regression ?? (trainTarget is float[] && words.Count > 20);
        if (numbers && trainTarget is not float[])
            throw new DataException("The target of a regression must be numbers. Say --task classification.");
        if (!numbers && words.Count is < 2 or > MostClasses)
            throw new DataException($"The target has {words.Count} classes; 2 to {MostClasses} can be learnt. For numbers say --task regression.");
        var names = numbers ? [] : words;
        return new LabelledSplit(
            Matrix(train.Rows, width, places.Select(place => train.Columns[place.Train]), encoders, trainTarget, names),
            Matrix(test.Rows, width, places.Select(place => test.Columns[place.Test]), encoders, testTarget, names),
            names);
    }

    private static LabelledData Matrix(
        int rows, int width, IEnumerable<Array> columns, IReadOnlyList<ColumnEncoder> encoders, Array target, IReadOnlyList<string> classes)
    {
        var values = new float[(long)rows * width];
        var at = 0;
        foreach (var (column, encoder) in columns.Zip(encoders))
        {
            encoder.Write(column, values, at, width);
            at += encoder.Width;
        }

        var codes = classes.Select((name, code) => (name, code)).ToDictionary(pair => pair.name, pair => pair.code);
        var targets = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            var text = ColumnEncoder.Text(target, i);
            if (classes.Count > 0)
                targets[i] = codes.TryGetValue(text, out var code) ? code : throw new DataException($"Test data has class '{text}', which no training example has.");
            else
                targets[i] = target is float[] numbers && float.IsFinite(numbers[i]) ? numbers[i] : throw new DataException($"Row {i + 1} has no number to predict.");
        }

        return new LabelledData(values, width, targets, classes.Count);
    }

    private static List<string> Words(Array target)
    {
        var words = new HashSet<string>();
        for (var i = 0; i < target.Length; i++)
            words.Add(ColumnEncoder.Text(target, i));
        return target is float[]
            ? [.. words.OrderBy(word => double.Parse(word, CultureInfo.InvariantCulture))]
            : [.. words.Order(StringComparer.Ordinal)];
    }
}
