using Cairn.Analysis.Expressions;
using Cairn.Core.Metrics;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cairn.Protocols.Native;

/// <summary>Reads what a chart asks of series from its wire form.</summary>
internal static class SeriesQuestion
{
    private const int DefaultBuckets = 1000;
    private const int MostExpressions = 100;

    /// <summary>The question about these runs, or why there is none.</summary>
    public static ProblemHttpResult? Read(SeriesQueryWire body, IReadOnlyList<long> runs, out SeriesQuery query)
    {
        query = new SeriesQuery(runs, body.Keys ?? [], XAxis.Step, body.From, body.To, body.Buckets ?? DefaultBuckets);
        if (body.Keys is null)
            return Problems.Invalid("keys", "Which keys?", "a list of series keys");
        if (XAxis.Parse(body.Axis ?? "step") is not { } axis)
            return Problems.Invalid("axis", $"'{body.Axis}' is no axis.", "step, time, relative or metric:<key>");
        if (body.Scale is not (null or "linear" or "log"))
            return Problems.Invalid("scale", $"'{body.Scale}' is no scale.", "linear or log");
        if (body.Format is not (null or "binary" or "compact" or "json"))
            return Problems.Invalid("format", $"'{body.Format}' is no format.", "binary, compact or json");
        if (body.Expressions is { Count: > MostExpressions })
            return Problems.Invalid("expressions", $"{body.Expressions.Count} formulas are too many.", $"{MostExpressions}");
        var expressions = new List<SeriesExpression>();
        foreach (var text in body.Expressions ?? [])
        {
            var (expression, problem) = SeriesExpression.Parse(text ?? "");
            if (problem is not null)
                return Problems.Invalid("expressions", $"At {problem.Position + 1} of '{text}': {problem.Detail}", remedy: problem.Remedy);
            expressions.Add(expression!);
        }

        query = query with { Axis = axis, LogX = body.Scale == "log", Expressions = expressions };
        return null;
    }
}
