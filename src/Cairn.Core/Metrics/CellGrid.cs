namespace Cairn.Core.Metrics;

/// <summary>Tells in which part of a chart's range an x lies, as the series engine cuts it.</summary>
internal readonly struct CellGrid
{
    private readonly double _from;
    private readonly double _scale;
    private readonly double _width;
    private readonly bool _log;

    public CellGrid(XAxisKind kind, double from, double to, int cells, bool log)
    {
        Cells = cells;
        _log = log && from > 0 && to > from;
        _from = from;

        // Steps and times are whole: a range of n of them is n wide, not n - 1. Relative times are whole milliseconds.
        _scale = kind == XAxisKind.Relative ? 1000 : 1;
        _width = _log ? Math.Log(to / from)
            : kind == XAxisKind.Metric ? to - from
            : Math.Round((to - from) * _scale) + 1;
        if (_log || kind == XAxisKind.Metric)
            _scale = 1;
        Whole = !_log && kind == XAxisKind.Relative;
    }

    public int Cells { get; }

    private bool Whole { get; }

    /// <summary>The index of the part with x, from 0; x has to be in the range.</summary>
    public int IndexOf(double x)
    {
        var offset = _log ? Math.Log(x / _from) : (x - _from) * _scale;
        if (Whole)
            offset = Math.Round(offset);
        return _width > 0 ? (int)Math.Clamp(offset * Cells / _width, 0, Cells - 1) : 0;
    }
}
