using System.Text.Json;

namespace Cairn.Analysis.Sweeps;

/// <summary>Reads the block of one parameter. Names, defaults and meanings are W&amp;B's.</summary>
internal static class DistributionParser
{
    private const double LargestExponent = 700;

    private static readonly string[] Bounds = ["min", "max"];
    private static readonly string[] Moments = ["mu", "sigma"];
    private static readonly string[] Shapes = ["a", "b"];

    public static SweepOutcome<SweepDistribution> Parse(string path, JsonElement block)
    {
        if (block.ValueKind != JsonValueKind.Object)
        {
            return new SweepProblem(path, $"is {ParameterBlock.Kind(block)}, not a block of settings.",
                "Write {\"value\": x}, {\"values\": [x, y]} or {\"min\": a, \"max\": b}.");
        }

        var fields = new ParameterBlock(path, block);
        var distribution = fields.Problem is null ? Read(fields) : null;
        return fields.Problem is { } problem ? problem : distribution!;
    }

    private static SweepDistribution? Read(ParameterBlock fields)
    {
        var name = fields.Text("distribution") ?? Implied(fields);
        return name switch
        {
            null => null,
            "constant" => Constant(fields),
            "categorical" or "categorical_w_probabilities" => Choice(fields, name),
            "int_uniform" => Integers(fields),
            "uniform" or "q_uniform" => Uniform(fields, name, false),
            "log_uniform" or "q_log_uniform" or "inv_log_uniform" => Uniform(fields, name, true),
            "log_uniform_values" or "q_log_uniform_values" or "inv_log_uniform_values" => LogOfValues(fields, name),
            "normal" or "q_normal" => Normal(fields, name, false),
            "log_normal" or "q_log_normal" => Normal(fields, name, true),
            "beta" or "q_beta" => Beta(fields, name),
            _ => fields.Fail(
                "distribution", $"is \"{name}\", which is no distribution.",
                "Use constant, categorical, categorical_w_probabilities, int_uniform, uniform, log_uniform, "
                + "log_uniform_values, inv_log_uniform, inv_log_uniform_values, normal, log_normal or beta; q_ before "
                + "uniform, log_uniform, log_uniform_values, normal, log_normal and beta rounds to multiples of q."),
        };
    }

    private static string? Implied(ParameterBlock fields)
    {
        if (fields.Problem is not null)
            return null;
        if (fields.Has("value"))
            return "constant";
        if (fields.Has("values"))
            return fields.Has("probabilities") ? "categorical_w_probabilities" : "categorical";
        if (fields.Has("min") || fields.Has("max"))
            return fields.IsWhole("min") && fields.IsWhole("max") ? "int_uniform" : "uniform";
        fields.Fail("", "says nothing about its values.",
            "Give value, values, min and max, nested parameters, or a distribution with its settings.");
        return null;
    }

    private static ChoiceDistribution? Constant(ParameterBlock fields) =>
        fields.Allow("constant", "value") && fields.Required("value") is { } value
            ? new ChoiceDistribution("constant", [value], null)
            : null;

    private static ChoiceDistribution? Choice(ParameterBlock fields, string name)
    {
        var weighted = name != "categorical";
        if (!fields.Allow(name, weighted ? ["values", "probabilities"] : ["values"])
            || fields.List("values") is not { } values)
        {
            return null;
        }

        if (!weighted)
            return new ChoiceDistribution(name, values, null);
        if (fields.List("probabilities") is not { } listed)
            return null;
        var weights = new double[listed.Length];
        for (var i = 0; i < listed.Length; i++)
        {
            if (!Numbers.TryRead(listed[i], out weights[i]) || weights[i] < 0)
                return fields.Fail<ChoiceDistribution>(
                    "probabilities", $"has {listed[i].GetRawText()} at place {i + 1}.", "Use numbers of 0 or more.");
        }

        if (weights.Length != values.Length)
        {
            return fields.Fail<ChoiceDistribution>(
                "probabilities", $"has {weights.Length} numbers for {values.Length} values.",
                "Give one probability for each value.");
        }

        return Math.Abs(weights.Sum() - 1) < 1e-6
            ? new ChoiceDistribution(name, values, weights)
            : fields.Fail<ChoiceDistribution>(
                "probabilities", $"sum to {weights.Sum():0.######}.", "Let them sum to 1.");
    }

    private static IntegerDistribution? Integers(ParameterBlock fields)
    {
        if (!fields.Allow("int_uniform", Bounds)
            || fields.Whole("min") is not { } min || fields.Whole("max") is not { } max)
        {
            return null;
        }

        return min <= max ? new IntegerDistribution(min, max) : Reversed<IntegerDistribution>(fields, min, max);
    }

    private static NumberDistribution? Uniform(ParameterBlock fields, string name, bool log)
    {
        if (!TryBounds(fields, name, out var min, out var max, out var step, out var decimals))
            return null;
        if (log && Math.Max(Math.Abs(min), Math.Abs(max)) > LargestExponent)
        {
            return fields.Fail<NumberDistribution>(
                "max", $"and min are exponents of e in {name}; e to this power is no longer a number.",
                $"Keep both within ±{LargestExponent}, or give the values themselves with {name}_values.");
        }

        // log(1/X) in [min, max] is log X in [-max, -min].
        return name == "inv_log_uniform"
            ? Make(name, LatentFamily.Uniform, -max, -min, log, step, decimals)
            : Make(name, LatentFamily.Uniform, min, max, log, step, decimals);
    }

    private static NumberDistribution? LogOfValues(ParameterBlock fields, string name)
    {
        if (!TryBounds(fields, name, out var min, out var max, out var step, out var decimals))
            return null;
        return min > 0
            ? Make(name, LatentFamily.Uniform, Math.Log(min), Math.Log(max), true, step, decimals)
            : fields.Fail<NumberDistribution>(
                "min", $"is {min}, which has no logarithm.", "Use a min above 0, or a uniform distribution.");
    }

    private static NumberDistribution? Normal(ParameterBlock fields, string name, bool log)
    {
        if (!fields.Allow(name, WithStep(name, Moments)) || !fields.Number("mu", 0, out var mu)
            || !fields.Number("sigma", 1, out var sigma) || !TryStep(fields, name, out var step, out var decimals))
        {
            return null;
        }

        if (sigma < 0)
            return fields.Fail<NumberDistribution>("sigma", $"is {sigma}.", "Use 0 or more.");
        // Nine standard deviations are further than any draw goes.
        if (Math.Abs(mu) + (9 * sigma) > (log ? LargestExponent : double.MaxValue))
        {
            return fields.Fail<NumberDistribution>(
                "sigma", $"and mu reach beyond what a number can hold with {name}.", log
                    ? "mu and sigma are those of the natural logarithm; use smaller ones." : "Use smaller ones.");
        }

        return Make(name, LatentFamily.Normal, mu, sigma, log, step, decimals);
    }

    private static NumberDistribution? Beta(ParameterBlock fields, string name)
    {
        if (!fields.Allow(name, WithStep(name, Shapes)) || !fields.Number("a", 1, out var a)
            || !fields.Number("b", 1, out var b) || !TryStep(fields, name, out var step, out var decimals))
        {
            return null;
        }

        if (a is not (> 0 and <= 1e6) || b is not (> 0 and <= 1e6))
        {
            return fields.Fail<NumberDistribution>(
                a is > 0 and <= 1e6 ? "b" : "a", "is not a usable shape.", "Use a number above 0, at most 1000000.");
        }

        return Make(name, LatentFamily.Beta, a, b, false, step, decimals);
    }

    private static NumberDistribution Make(
        string name, LatentFamily family, double first, double second, bool log, double step, int decimals) =>
        new(name, new Latent(family, first, second), log, step, decimals);

    private static bool TryBounds(
        ParameterBlock fields, string name, out double min, out double max, out double step, out int decimals)
    {
        (min, max, step, decimals) = (0, 0, 0, 0);
        if (!fields.Allow(name, WithStep(name, Bounds)) || !fields.Number("min", null, out min)
            || !fields.Number("max", null, out max) || !TryStep(fields, name, out step, out decimals))
        {
            return false;
        }

        if (min > max)
            Reversed<SweepDistribution>(fields, min, max);
        else if (!double.IsFinite(max - min))
            fields.Fail("max", "is too far from min.", "Use a smaller range.");
        return fields.Problem is null;
    }

    private static bool TryStep(ParameterBlock fields, string name, out double step, out int decimals)
    {
        (step, decimals) = (0, 0);
        if (!name.StartsWith("q_", StringComparison.Ordinal))
            return true;
        if (!fields.Number("q", 1, out step))
            return false;
        decimals = fields.Decimals("q");
        if (step <= 0)
            fields.Fail("q", $"is {step}.", "Use a number above 0: values are rounded to its multiples.");
        return fields.Problem is null;
    }

    private static string[] WithStep(string name, string[] keys) =>
        name.StartsWith("q_", StringComparison.Ordinal) ? [.. keys, "q"] : keys;

    private static T? Reversed<T>(ParameterBlock fields, double min, double max)
        where T : SweepDistribution =>
        fields.Fail<T>("min", $"is {min}, above max, which is {max}.", "Swap them.");
}
