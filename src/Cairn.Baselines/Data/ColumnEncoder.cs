using System.Globalization;

namespace Cairn.Baselines.Data;

/// <summary>Makes numbers of a column: itself where it is numbers, a 0 or 1 for each word where it is words.</summary>
internal sealed class ColumnEncoder
{
    private readonly Dictionary<string, int>? _words;

    private ColumnEncoder(Dictionary<string, int>? words) => _words = words;

    /// <summary>How many numbers it makes of a cell.</summary>
    public int Width => _words?.Count ?? 1;

    public static ColumnEncoder Of(string name, Array train, Array test, int most)
    {
        if (train is float[] && test is float[])
            return new ColumnEncoder(null);
        var words = new Dictionary<string, int>();
        for (var i = 0; i < train.Length; i++)
            words.TryAdd(Text(train, i), words.Count);
        return words.Count <= most
            ? new ColumnEncoder(words)
            : throw new DataException($"Column '{name}' has {words.Count} different words; at most {most} can be used. Leave it out: --ignore {name}");
    }

    /// <summary>Writes a column into rows of <paramref name="width"/> numbers; a word that training never saw is all zeros.</summary>
    public void Write(Array column, float[] values, int at, int width)
    {
        for (var i = 0; i < column.Length; i++)
        {
            if (_words is null)
                values[((long)i * width) + at] = ((float[])column)[i];
            else if (_words.TryGetValue(Text(column, i), out var place))
                values[((long)i * width) + at + place] = 1;
        }
    }

    /// <summary>A cell as text.</summary>
    public static string Text(Array column, int row) =>
        column is string[] words ? words[row] : ((float[])column)[row].ToString("R", CultureInfo.InvariantCulture);
}
