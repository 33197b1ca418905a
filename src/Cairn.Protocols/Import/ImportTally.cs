namespace Cairn.Protocols.Import;

/// <summary>Counts what came and what did not; several runs may come at once.</summary>
internal sealed class ImportTally(IProgress<ImportProgress>? progress)
{
    private const int ListedProblems = 1000;

    private readonly Lock _lock = new();
    private readonly List<ImportProblem> _problems = [];
    private readonly List<ImportProblem> _notes = [];
    private readonly HashSet<string> _damaged = [];
    private ImportCounts _came = new();
    private ImportCounts _missed = new();
    private long _problemCount;
    private long _unchanged;
    private long _deleted;
    private long _done;
    private long _total;
    private string _current = "";

    /// <summary>Counts what came and reports it, so that the progress of one long run shows too.</summary>
    public void Came(ImportCounts counts)
    {
        lock (_lock)
        {
            _came += counts;
            Show();
        }
    }

    /// <summary>Names what is being brought over now.</summary>
    public void Begin(string current)
    {
        lock (_lock)
        {
            _current = current;
            Show();
        }
    }

    /// <summary>Notes a problem, and what did not come because of it.</summary>
    public void Missed(string subject, string message, ImportCounts? counts = null)
    {
        lock (_lock)
        {
            if (_problems.Count < ListedProblems)
                _problems.Add(new ImportProblem(subject, message));
            _damaged.Add(subject);
            _problemCount++;
            _missed += counts ?? new();
        }
    }

    public void Note(string subject, string message)
    {
        lock (_lock)
        {
            if (_notes.Count < ListedProblems)
                _notes.Add(new ImportProblem(subject, message));
        }
    }

    /// <summary>Whether something of it did not come.</summary>
    public bool IsDamaged(string subject)
    {
        lock (_lock)
            return _damaged.Contains(subject);
    }

    public void Unchanged()
    {
        lock (_lock)
            _unchanged++;
    }

    public void LeftDeleted()
    {
        lock (_lock)
            _deleted++;
    }

    public void Expect(long runs, string current)
    {
        lock (_lock)
        {
            _total += runs;
            _current = current;
            Show();
        }
    }

    public void Through(string current)
    {
        lock (_lock)
        {
            _done++;
            _current = current;
            Show();
        }
    }

    public ImportReport Report(string from, string url)
    {
        lock (_lock)
        {
            return new ImportReport
            {
                From = from,
                Url = url,
                Came = _came,
                Missed = _missed,
                UnchangedRuns = _unchanged,
                DeletedRuns = _deleted,
                ProblemCount = _problemCount,
                Problems = [.. _problems],
                Notes = [.. _notes],
            };
        }
    }

    private void Show() => progress?.Report(new ImportProgress(_done, _total, _current, _came));
}
