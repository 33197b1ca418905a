using Cairn.Analysis.Importance;
using Cairn.Core.Access;
using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Importance;

/// <summary>Weighs the settings of a project's runs against one of their results.</summary>
public sealed class ImportanceQuery(RunIndex index)
{
    /// <summary>Most runs that are looked at, newest first.</summary>
    public const int MostRuns = 1000;

    /// <summary>Most settings that are weighed, those of most runs first.</summary>
    public const int MostColumns = 60;

    /// <summary>The answer; why not when the runs are too few, all alike, or there is nothing to weigh.</summary>
    public Outcome<ImportanceAnswer> Measure(
        Caller caller, ImportanceQuestion question, CancellationToken cancellationToken = default)
    {
        var columns = question.Columns ?? Settings(question.Project);
        var page = index.Query(new RunQuery
        {
            Projects = [question.Project],
            Filter = question.Filter,
            Columns = [question.Target, .. columns],
            Limit = MostRuns,
        })!;
        RunRow[] rows = [.. page.Rows.Where(row => row.Values[0].IsNumber && double.IsFinite(row.Values[0].Number))];
        if (rows.Length < ForestImportance.FewestRows)
        {
            return Refusal.Invalid(
                "metric",
                $"Only {rows.Length} of the {page.Rows.Count} runs that match have a finite {question.Target}.",
                $"at least {ForestImportance.FewestRows} runs",
                "Take in more runs by the filter, or choose another metric.");
        }

        var target = Array.ConvertAll(rows, row => row.Values[0].Number);
        if (target.Distinct().Count() < 2)
        {
            return Refusal.Invalid(
                "metric", $"{question.Target} is {target[0]} in all {rows.Length} runs: nothing can matter for it.",
                remedy: "Choose another metric or another of its aggregates.");
        }

        var (factors, leftOut) = Factors(columns, rows);
        if (factors.Count == 0)
        {
            return Refusal.Invalid(
                "columns", $"No setting differs between the {rows.Length} runs in a way that can be weighed.",
                remedy: "Take in runs with other settings by the filter, or name columns.");
        }

        var report = ForestImportance.Measure(factors, target, (ulong)question.Project, cancellationToken);
        return new ImportanceAnswer(
            report.Rows, page.Total, page.Rows.Count - rows.Length, report.Explained, report.Repetitions, report.Trees,
            [.. report.Factors.Select(one => new WeighedColumn(one.Name, one.Importance, one.Low, one.High, one.Correlation))],
            leftOut);
    }

    private RunColumn[] Settings(long project) =>
    [
        .. index.Columns([project])
            .Where(info => info.Column.Family == RunColumnFamily.Config && info.Type is not (RunColumnType.List or RunColumnType.Object))
            .OrderByDescending(info => info.Runs).Take(MostColumns).Select(info => info.Column),
    ];

    private static (List<FactorColumn> Factors, List<LeftOutColumn> LeftOut) Factors(IReadOnlyList<RunColumn> columns, RunRow[] rows)
    {
        var (factors, leftOut) = (new List<FactorColumn>(), new List<LeftOutColumn>());
        for (var i = 0; i < columns.Count; i++)
        {
            var name = columns[i].ToString();
            RunValue[] cells = Array.ConvertAll(rows, row => row.Values[i + 1]);
            var distinct = cells.Distinct().ToList();
            var isNumeric = cells.All(cell => cell.IsMissing || cell.IsNumber || cell.Kind == RunValueKind.Bool);
            if (distinct.TrueForAll(cell => cell.IsMissing))
                leftOut.Add(new LeftOutColumn(name, "no run has it"));
            else if (distinct.Count < 2)
                leftOut.Add(new LeftOutColumn(name, "the same in all runs"));
            else if (isNumeric)
                factors.Add(new FactorColumn(name, Array.ConvertAll(cells, NumberOf)));
            else if (distinct.Count == rows.Length && rows.Length > 2)
                leftOut.Add(new LeftOutColumn(name, "a word of its own in every run"));
            else if (distinct.Count > FactorColumn.MostCategories)
                leftOut.Add(new LeftOutColumn(name, $"more than {FactorColumn.MostCategories} different words"));
            else
                factors.Add(Categories(name, cells));
        }

        return (factors, leftOut);
    }

    private static double NumberOf(RunValue cell) => cell switch
    {
        { IsNumber: true } => cell.Number,
        { Kind: RunValueKind.Bool } => cell.Bool ? 1 : 0,
        _ => double.NaN,
    };

    private static FactorColumn Categories(string name, RunValue[] cells)
    {
        var numbers = new Dictionary<RunValue, int>();
        var values = Array.ConvertAll(cells, cell =>
        {
            if (cell.IsMissing)
                return double.NaN;
            if (!numbers.TryGetValue(cell, out var number))
                numbers[cell] = number = numbers.Count;
            return number;
        });
        return new FactorColumn(name, values, numbers.Count);
    }
}
