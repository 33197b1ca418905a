using System.Text.Json;

namespace Cairn.Analysis.Sweeps;

/// <summary>What a whole sweep configuration says about the search; its other keys are for the agents.</summary>
/// <param name="Method">How trials are chosen.</param>
/// <param name="Space">What is searched.</param>
/// <param name="Metric">What is optimised; null when the configuration names none.</param>
/// <param name="EarlyTerminate">When running trials are stopped; null: never.</param>
/// <param name="RunCap">The most trials there may be; null: no limit.</param>
public sealed record SweepDefinition(
    SweepMethod Method, SweepSpace Space, SweepMetric? Metric, HyperbandRule? EarlyTerminate, long? RunCap)
{
    /// <summary>Reads a W&amp;B sweep configuration (already JSON); never throws for what is written in it.</summary>
    public static SweepOutcome<SweepDefinition> Parse(JsonElement config)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            return new SweepProblem("config", $"is {ParameterBlock.Kind(config)}, not a block.",
                "Give at least method and parameters.");
        }

        if (!JsonText.IsSound(config))
            return JsonText.Broken("config");
        if (!ReadMethod(config).Try(out var method, out var problem))
            return problem;
        config.TryGetProperty("parameters", out var parameters);
        if (!SweepSpace.Parse(parameters).Try(out var space, out problem))
            return problem;
        SweepMetric? metric = null;
        if (config.TryGetProperty("metric", out var block) && block.ValueKind != JsonValueKind.Null
            && !ReadMetric(block).Try(out metric, out problem))
        {
            return problem;
        }

        HyperbandRule? hyperband = null;
        if (config.TryGetProperty("early_terminate", out block) && block.ValueKind != JsonValueKind.Null
            && !HyperbandRule.Parse(block).Try(out hyperband, out problem))
        {
            return problem;
        }

        if (metric is null && (method == SweepMethod.Bayes || hyperband is not null))
        {
            return new SweepProblem("metric", "is missing, so trials can not be compared.",
                "Add {\"name\": \"loss\", \"goal\": \"minimize\"} with the key your code logs.");
        }

        long? cap = null;
        if (config.TryGetProperty("run_cap", out block) && block.ValueKind != JsonValueKind.Null)
        {
            if (!Numbers.TryRead(block, out var number) || number < 1 || number != Math.Floor(number))
                return new SweepProblem("run_cap", $"is {ParameterBlock.Kind(block)}.", "Use a whole number above 0.");
            cap = (long)Math.Min(number, Numbers.Whole);
        }

        if (method == SweepMethod.Grid && !GridSearch.Count(space).Try(out _, out problem))
            return problem;
        return new SweepDefinition(method, space, metric, hyperband, cap);
    }

    private static SweepOutcome<SweepMethod> ReadMethod(JsonElement config)
    {
        config.TryGetProperty("method", out var method);
        return (method.ValueKind == JsonValueKind.String ? method.GetString() : null) switch
        {
            "grid" => SweepMethod.Grid,
            "random" => SweepMethod.Random,
            "bayes" => SweepMethod.Bayes,
            "custom" => SweepMethod.Custom,
            _ => new SweepProblem("method", $"is {ParameterBlock.Kind(method)}.", "Use grid, random, bayes or custom."),
        };
    }

    private static SweepOutcome<SweepMetric> ReadMetric(JsonElement block)
    {
        if (block.ValueKind != JsonValueKind.Object)
        {
            return new SweepProblem("metric", $"is {ParameterBlock.Kind(block)}, not a block.",
                "Write {\"name\": \"loss\", \"goal\": \"minimize\"}.");
        }

        var fields = new ParameterBlock("metric", block);
        var name = fields.Required("name") is null ? null : fields.Text("name");
        if (name is "")
            fields.Fail("name", "is empty.", "Use the key your code logs.");
        var goal = fields.Text("goal");
        if (goal is not (null or "minimize" or "maximize"))
            fields.Fail("goal", $"is \"{goal}\".", "Use minimize or maximize.");
        var impute = fields.Text("impute");
        if (impute is not (null or "worst" or "latest" or "best"))
            fields.Fail("impute", $"is \"{impute}\".", "Use worst, latest or best.");
        double? target = fields.Has("target") && fields.Number("target", null, out var wanted) ? wanted : null;
        if (fields.Problem is { } problem)
            return problem;
        return new SweepMetric(
            name!, goal == "maximize" ? SweepGoal.Maximize : SweepGoal.Minimize, target,
            impute switch { "latest" => SweepImpute.Latest, "best" => SweepImpute.Best, _ => SweepImpute.Worst });
    }
}
