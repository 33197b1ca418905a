namespace Cairn.Analysis.Sweeps;

/// <summary>The configurations that trials already have, to tell whether a candidate would repeat one.</summary>
internal sealed class TriedTrials(SweepSpace space)
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public int Count => _keys.Count;

    public void Add(double[] coordinates) => _keys.Add(Key(coordinates));

    public bool Has(double[] coordinates) => _keys.Contains(Key(coordinates));

    // Rounded to 12 digits: a configuration that went through a client's JSON may differ in the last bit.
    private string Key(double[] coordinates) =>
        string.Join(';', coordinates.Select((c, i) => space.Parameters[i].Distribution.Count == 1 ? "" : $"{c:E11}"));
}
