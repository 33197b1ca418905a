namespace Cairn.Cli.Reproduce;

/// <summary>
/// Finds the first of a row of commits at which a metric is nearer to a bad value than to a good one, by halving.
/// Commits that give no value are stepped around.
/// </summary>
internal sealed class CommitSearch(IReadOnlyList<string> commits, double good, double bad)
{
    private readonly Dictionary<int, double?> _tried = [];
    private int _lastGood = -1;
    private int _firstBad = commits.Count - 1;

    /// <summary>The first commit known to be bad; the last of the row at first.</summary>
    public string FirstBad => commits[_firstBad];

    /// <summary>Commits between the last good and the first bad one, none of which gave a value.</summary>
    public IReadOnlyList<string> Undecided => [.. commits.Skip(_lastGood + 1).Take(_firstBad - _lastGood - 1)];

    /// <summary>How many further tries it takes at most, when each gives a value.</summary>
    public int Left => (int)Math.Ceiling(Math.Log2(Math.Max(1, _firstBad - _lastGood)));

    /// <summary>The commit to try next; null when the search is over.</summary>
    public string? Next()
    {
        // The middle, or what lies nearest to it and has not failed.
        var middle = _lastGood + ((_firstBad - _lastGood) / 2);
        return Enumerable.Range(_lastGood + 1, Math.Max(0, _firstBad - _lastGood - 1))
            .Where(place => !_tried.ContainsKey(place))
            .OrderBy(place => Math.Abs(place - middle))
            .Select(place => commits[place])
            .FirstOrDefault();
    }

    /// <summary>Whether a value is nearer to the bad one.</summary>
    public bool IsBad(double value) => Math.Abs(value - bad) < Math.Abs(value - good);

    /// <summary>Takes in what a commit gave; null when it could not be run.</summary>
    public void Told(string commit, double? value)
    {
        var place = commits.ToList().IndexOf(commit);
        _tried[place] = value;
        if (value is not { } given)
            return;
        if (IsBad(given))
            _firstBad = Math.Min(_firstBad, place);
        else
            _lastGood = Math.Max(_lastGood, place);
    }
}
