using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Mlflow.Search;

/// <summary>Says MLflow's run searches in the language of the runs table.</summary>
public static class MlflowRunSearch
{
    private static readonly (RunState State, string Status)[] States =
    [
        (RunState.Running, "RUNNING"), (RunState.Pending, "SCHEDULED"), (RunState.Finished, "FINISHED"),
        (RunState.Failed, "FAILED"), (RunState.Crashed, "FAILED"), (RunState.Killed, "KILLED"),
    ];

    /// <summary>What MLflow calls a state.</summary>
    public static string Status(RunState state) => States.First(pair => pair.State == state).Status;

    /// <summary>The column of an MLflow tag; the run's name is one of them.</summary>
    public static RunColumn Tag(string key) =>
        key == "mlflow.runName" ? RunColumn.Attribute("name") : RunColumn.Label(key);

    /// <summary>The column of an MLflow parameter: a setting as text.</summary>
    public static RunColumn Param(string key) => RunColumn.Config(key) with { AsText = true };

    /// <summary>The filter that all clauses make together.</summary>
    /// <param name="clauses">Of <see cref="MlflowGrammar.Runs"/>.</param>
    /// <param name="resolve">
    /// Answers the clauses that are about no column of a run: those of datasets, and the attribute <c>artifact_uri</c>;
    /// usually by the ids of the runs that fulfil them.
    /// </param>
    public static RunFilter Filter(IEnumerable<MlflowClause> clauses, Func<MlflowClause, RunFilter> resolve) =>
        RunFilter.All(clauses.Select(clause => Filter(clause, resolve)).ToArray());

    /// <summary>The order, with MLflow's own ties: newest start, then run id.</summary>
    public static IReadOnlyList<RunSort> Sort(IEnumerable<MlflowOrder> orders)
    {
        var sorts = orders.Select(order => new RunSort(Column(order), order.Descending)).ToList();
        var started = RunColumn.Attribute("startedAt");
        if (!sorts.Any(sort => sort.Column == started))
            sorts.Add(new RunSort(started, Descending: true));
        var uid = RunColumn.Attribute("uid");
        if (!sorts.Any(sort => sort.Column == uid))
            sorts.Add(new RunSort(uid));
        return sorts;
    }

    private static RunFilter Filter(MlflowClause clause, Func<MlflowClause, RunFilter> resolve) => clause.Entity switch
    {
        MlflowGrammar.Metrics => On(RunColumn.Metric(clause.Key), clause),
        MlflowGrammar.Params => On(Param(clause.Key), clause),
        MlflowGrammar.Tags => On(Tag(clause.Key), clause),
        MlflowGrammar.Attributes when clause.Key == "status" => new RunFilter.In(
            RunColumn.Attribute("state"),
            [.. States.Where(pair => clause.IsMetBy(RunValue.Of(pair.Status))).Select(pair => RunValue.Of(Word(pair.State)))]),
        MlflowGrammar.Attributes when clause.Key != "artifact_uri" => On(Attribute(clause.Key), clause),
        _ => resolve(clause),
    };

    private static RunFilter On(RunColumn column, MlflowClause clause) => clause.Comparison switch
    {
        MlflowComparison.Like => new RunFilter.Like(column, clause.Values[0].Text),
        MlflowComparison.ILike => new RunFilter.Like(column, clause.Values[0].Text, IgnoreCase: true),
        MlflowComparison.In => new RunFilter.In(column, clause.Values),
        MlflowComparison.NotIn => RunFilter.All(
            RunFilter.HasValue(column), new RunFilter.Not(new RunFilter.In(column, clause.Values))),
        MlflowComparison.IsNull => new RunFilter.IsNull(column),
        MlflowComparison.IsNotNull => RunFilter.HasValue(column),
        MlflowComparison.Equal => new RunFilter.Compare(column, RunComparison.Equal, clause.Values[0]),
        MlflowComparison.NotEqual => new RunFilter.Compare(column, RunComparison.NotEqual, clause.Values[0]),
        MlflowComparison.Less => new RunFilter.Compare(column, RunComparison.Less, clause.Values[0]),
        MlflowComparison.LessOrEqual => new RunFilter.Compare(column, RunComparison.LessOrEqual, clause.Values[0]),
        MlflowComparison.Greater => new RunFilter.Compare(column, RunComparison.Greater, clause.Values[0]),
        _ => new RunFilter.Compare(column, RunComparison.GreaterOrEqual, clause.Values[0]),
    };

    private static RunColumn Column(MlflowOrder order) => order.Entity switch
    {
        MlflowGrammar.Metrics => RunColumn.Metric(order.Key),
        MlflowGrammar.Params => Param(order.Key),
        MlflowGrammar.Tags => Tag(order.Key),
        _ => Attribute(order.Key),
    };

    private static RunColumn Attribute(string key) => key switch
    {
        "run_name" => RunColumn.Attribute("name"),
        "status" => RunColumn.Attribute("state"),
        "user_id" => new RunColumn(RunColumnFamily.Environment, "user"),
        "start_time" => RunColumn.Attribute("startedAt"),
        "end_time" => RunColumn.Attribute("finishedAt"),

        // A run's artifact folder is named after its id, so both order runs alike.
        _ => RunColumn.Attribute("uid"),
    };

    private static string Word(RunState state) => state.ToString().ToLowerInvariant();
}
