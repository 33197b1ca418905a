using Cairn.Analysis.Verdicts;
using Cairn.Core.Access;
using Cairn.Core.Landmarks;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Verdicts;

/// <summary>One call's work: each landmark, group and metric is looked up once, however many runs are judged.</summary>
internal sealed class VerdictWork(Caller caller, long project, LandmarkQuery numbers, RunIndex index)
{
    private readonly Dictionary<long, VerdictSide?> _references = [];
    private readonly Dictionary<string, IReadOnlyList<Run>> _members = [];
    private readonly Dictionary<string, MetricField> _fields = [];

    public Caller Caller => caller;

    public required IReadOnlyList<Landmark> Landmarks { get; init; }

    public required Func<long, Run?> LandmarkRun { get; init; }

    public bool Warn { get; init; }

    public IReadOnlyList<Run> Members(string group) =>
        _members.TryGetValue(group, out var known) ? known : _members[group] = numbers.Members(caller, project, group);

    /// <summary>Those of the runs that have the landmark's metric.</summary>
    public VerdictSide Side(IReadOnlyList<Run> runs, Landmark landmark)
    {
        var having = new List<Run>();
        var values = new List<double>();
        foreach (var run in runs)
        {
            if (numbers.ValueIn(run, landmark) is not { } value)
                continue;
            having.Add(run);
            values.Add(value);
        }

        var nature = MetricNature.Of(landmark.Metric);
        var examples = having.Select(run => RunFacts.Examples(run, nature)).Distinct().ToList();
        return new VerdictSide(having, values, examples is [{ } only] ? only : null);
    }

    /// <summary>The landmark's own side; null while it has no number.</summary>
    public VerdictSide? Reference(Landmark landmark)
    {
        if (_references.TryGetValue(landmark.Id, out var known))
            return known;
        var side = landmark.Kind switch
        {
            LandmarkKind.Constant => new VerdictSide([], [landmark.Value!.Value], landmark.Examples),
            LandmarkKind.Run => LandmarkRun(landmark.Run!.Value) is { } run ? Side([run], landmark) : null,
            _ => Side(Members(landmark.Group!), landmark),
        };
        return _references[landmark.Id] = side is { Values.Count: > 0 } ? side : null;
    }

    /// <summary>
    /// The reference without the runs that are judged, so that nothing is compared with itself; and whether nothing else
    /// is left.
    /// </summary>
    public (VerdictSide Reference, bool Itself) Without(VerdictSide reference, VerdictSide subject, Landmark landmark)
    {
        var own = subject.Runs.Select(run => run.Id).ToHashSet();
        if (!reference.Runs.Any(run => own.Contains(run.Id)))
            return (reference, false);
        var rest = reference.Runs.Where(run => !own.Contains(run.Id)).ToList();
        return rest.Count == 0 ? (reference, true) : (Side(rest, landmark), false);
    }

    public MetricField Field(string metric)
    {
        if (_fields.TryGetValue(metric, out var known))
            return known;
        var column = RunColumn.Metric(metric);
        var (top, total) = Extreme(descending: true);
        return _fields[metric] = new MetricField((int)total, top, total == 0 ? double.NaN : Extreme(descending: false).Value);

        (double Value, long Total) Extreme(bool descending)
        {
            var page = index.Query(new RunQuery
            {
                Projects = [project],
                Filter = RunFilter.HasValue(column),
                Sort = [new RunSort(column, descending)],
                Columns = [column],
                Limit = 1,
            })!;
            return (page.Rows.Count == 0 ? double.NaN : page.Rows[0].Values[0].Number, page.Total);
        }
    }
}
