using Cairn.Core.Access;
using Cairn.Core.Classification;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Curves and confusion from the labels and scores that runs have logged as tables.</summary>
internal static class ClassificationEndpoints
{
    private const int MostPoints = 5000;
    private const int FewestPoints = 8;
    private const int MostBins = 100;
    private const int MostRuns = 50;

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/projects/{team}/{name}/classification", Judge)
            .WithName("queryClassification")
            .WithSummary("ROC, precision-recall, calibration and confusion of logged labels and scores, with 95 % intervals.");

    private static Results<Ok<ClassificationWire>, ProblemHttpResult> Judge(
        string team, string name, ClassificationQueryWire body, Caller caller, Scope scope, ClassificationQuery query,
        CancellationToken cancellationToken)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        RunFilter filter = new RunFilter.Always();
        if (!string.IsNullOrWhiteSpace(body.Filter))
        {
            var parsed = RunFilterParser.Parse(body.Filter);
            if (parsed.Problem is { } error)
                return Problems.Invalid("filter", error.Expected, remedy: error.Remedy);
            filter = parsed.Filter!;
        }

        if (string.IsNullOrEmpty(body.Key))
            return Problems.Invalid("key", "Which table?", remedy: "The key of a table, or the path of a run's file that holds one.");
        if (body.Scores is { Count: 0 } || body.Scores?.Any(string.IsNullOrEmpty) == true)
            return Problems.Invalid("scores", "A column has a name.", remedy: "Leave scores out to have the columns found by their names.");
        if (body.Scores?.Count > ClassificationQuery.MostScores)
            return Problems.Invalid("scores", $"{body.Scores.Count} columns are too many.", $"{ClassificationQuery.MostScores}");
        if (body.Threshold is { } threshold && !double.IsFinite(threshold))
            return Problems.Invalid("threshold", "A threshold is a finite number.");
        if (body.Points is < FewestPoints or > MostPoints)
            return Problems.Invalid("points", $"A curve can't have {body.Points} points.", $"{FewestPoints} to {MostPoints}");
        if (body.Bins is < 2 or > MostBins)
            return Problems.Invalid("bins", $"A calibration can't have {body.Bins} bins.", $"2 to {MostBins}");
        if (body.Runs is < 1 or > MostRuns)
            return Problems.Invalid("runs", $"{body.Runs} runs can't be asked for.", $"1 to {MostRuns}");
        var question = new ClassificationQuestion(project.Id, filter, body.Key)
        {
            Step = body.Step,
            Columns = new ScoredColumns
            {
                Label = Given(body.Label), Scores = body.Scores, Predicted = Given(body.Predicted), Positive = Given(body.Positive),
            },
            Class = Given(body.Class),
            Threshold = body.Threshold,
        };
        return TypedResults.Ok(ClassificationWire.From(query.Judge(
            caller,
            question with
            {
                Points = body.Points ?? question.Points, Bins = body.Bins ?? question.Bins, Runs = body.Runs ?? question.Runs,
            },
            cancellationToken)));
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
