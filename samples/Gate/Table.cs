using System.Globalization;

namespace Cairn.Samples.Gate;

/// <summary>The examples of a CSV file: features scaled by the caller, and whether each is malignant.</summary>
internal sealed record Table(double[][] Rows, bool[] Malignant)
{
    public static Table Read(string path)
    {
        var lines = File.ReadAllLines(path).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(',')).ToArray();
        return new Table(
            [.. lines.Select(cells => cells[..^1].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())],
            [.. lines.Select(cells => cells[^1] == "malignant")]);
    }
}
