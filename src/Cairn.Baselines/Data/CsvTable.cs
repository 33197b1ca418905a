using System.Globalization;
using nietras.SeparatedValues;

namespace Cairn.Baselines.Data;

/// <summary>Reads separated values with a header; the separator is the header's own.</summary>
internal static class CsvTable
{
    public static RawTable Read(string path)
    {
        try
        {
            using var reader = Sep.Reader(options => options with { Unescape = true }).FromFile(path);
            var names = reader.Header.ColNames;
            var cells = names.Select(_ => new List<string>()).ToArray();
            foreach (var row in reader)
            {
                for (var i = 0; i < cells.Length; i++)
                    cells[i].Add(row[i].ToString().Trim());
            }

            return new RawTable(names, cells.Length == 0 ? 0 : cells[0].Count, [.. cells.Select(Column)]);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or FormatException)
        {
            throw new DataException($"{path} is no table of separated values: {exception.Message}", exception);
        }
    }

    private static Array Column(List<string> cells)
    {
        var numbers = new float[cells.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (cells[i].Length == 0 || cells[i] is "NA" or "NaN" or "nan" or "null" or "?")
                numbers[i] = float.NaN;
            else if (!float.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                return cells.ToArray();
        }

        return numbers;
    }
}
