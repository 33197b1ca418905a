using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Storage.Series;

namespace Cairn.Core.Landmarks;

/// <summary>Gives landmarks their numbers: from the series of their runs, or from what those runs declared.</summary>
public sealed class LandmarkQuery(LandmarkStore landmarks, SeriesStore series, RunStore runs, RunIndex index)
{
    private const int GroupLimit = 1000;

    /// <summary>All landmarks of a project with their numbers as of now.</summary>
    public IReadOnlyList<ResolvedLandmark> Resolve(Caller caller, long project) =>
        [.. landmarks.List(caller, project).Select(landmark => Resolve(caller, project, landmark))];

    /// <summary>One landmark with its number as of now.</summary>
    public ResolvedLandmark Resolve(Caller caller, long project, Landmark landmark)
    {
        switch (landmark.Kind)
        {
            case LandmarkKind.Constant:
                return new ResolvedLandmark(landmark, landmark.Value, 0, null);
            case LandmarkKind.Run:
                var one = runs.Find(caller, landmark.Run!.Value) is { DeletedAt: null } run && run.ProjectId == project
                    ? ValueIn(run, landmark)
                    : null;
                return new ResolvedLandmark(landmark, one, one is null ? 0 : 1, null);
            default:
                var values = Members(caller, project, landmark.Group!)
                    .Select(member => ValueIn(member, landmark)).OfType<double>().ToList();
                if (values.Count == 0)
                    return new ResolvedLandmark(landmark, null, 0, null);
                var mean = values.Average();
                double? deviation = values.Count < 2
                    ? null
                    : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
                return new ResolvedLandmark(landmark, mean, values.Count, deviation);
        }
    }

    /// <summary>The runs of a group outside the trash, newest first, at most 1,000.</summary>
    public IReadOnlyList<Run> Members(Caller caller, long project, string group)
    {
        var members = index.Query(new RunQuery
        {
            Projects = [project],
            Filter = new RunFilter.Compare(RunColumn.Attribute("group"), RunComparison.Equal, RunValue.Of(group)),
            Limit = GroupLimit,
        })!;
        return runs.Find(caller, [.. members.Rows.Select(row => row.Id)]);
    }

    /// <summary>The number that a landmark would take of a run; null when the run has none that is finite.</summary>
    public double? ValueIn(Run run, Landmark landmark) => ValueIn(run, landmark.Metric, landmark.Aggregate);

    /// <summary>A metric's number in a run: of its series, else what the run declared; null when neither is finite.</summary>
    public double? ValueIn(Run run, string metric, LandmarkAggregate aggregate)
    {
        if (series.Summary(run.Id, metric) is { } summary)
        {
            var value = aggregate switch
            {
                LandmarkAggregate.Min => summary.Min,
                LandmarkAggregate.Max => summary.Max,
                LandmarkAggregate.Mean => summary.Mean,
                _ => summary.Last,
            };
            return double.IsFinite(value) ? value : null;
        }

        return run.Summary.TryGetProperty(metric, out var declared)
            && declared.ValueKind == JsonValueKind.Number
            && declared.GetDouble() is var number && double.IsFinite(number)
                ? number
                : null;
    }
}
