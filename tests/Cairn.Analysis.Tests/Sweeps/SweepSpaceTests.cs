using System.Text;
using System.Text.Json;
using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Tests.Sweeps;

public sealed class SweepSpaceTests
{
    private const string Nested = """
        {"lr": {"distribution": "log_uniform_values", "min": 0.001, "max": 0.1},
         "net": {"parameters": {"layers": {"values": [1, 2]}, "head": {"parameters": {"dropout": {"value": 0.5}}}}}}
        """;

    [Fact]
    public void Nested_parameters_are_proposed_as_nested_values()
    {
        var space = Configs.Space(Nested);
        Assert.Equal(["lr", "net.layers", "net.head.dropout"], space.Parameters.Select(p => p.Name));
        var config = space.ToConfig([0.01, 1, 0]);
        Assert.Equal(
            """{"lr":{"value":0.01},"net":{"value":{"layers":2,"head":{"dropout":0.5}}}}""", config.GetRawText());
        Assert.True(space.TryRead(config, out var read));
        Assert.Equal([0.01, 1, 0], read);
    }

    [Fact]
    public void A_runs_plain_configuration_is_read_too()
    {
        var space = Configs.Space(Nested);
        Assert.True(space.TryRead(Configs.Json("""{"lr": 0.02, "net": {"layers": 1}, "other": 3}"""), out var read));
        Assert.Equal([0.02, 0, 0], read);
        Assert.False(space.TryRead(Configs.Json("""{"lr": "fast", "net": {"layers": 1}}"""), out _));
        Assert.False(space.TryRead(Configs.Json("""{"lr": 0.02, "net": {"layers": 3}}"""), out _));
        Assert.False(space.TryRead(default, out _));
    }

    [Theory]
    [InlineData("""{"lr": {"min": 3, "max": 1}}""", "parameters.lr.min", "Swap")]
    [InlineData("""{"lr": {"min": "1e-5", "max": 1}}""", "parameters.lr.min", "1.0e-5")]
    [InlineData("""{"lr": {"min": 1.0}}""", "parameters.lr.max", "number")]
    [InlineData("""{"lr": {"distribution": "gauss"}}""", "parameters.lr.distribution", "normal")]
    [InlineData("""{"lr": {"distribution": "normal", "max": 2}}""", "parameters.lr.max", "mu, sigma")]
    [InlineData("""{"lr": {"distribution": "log_uniform_values", "min": 0, "max": 2}}""", "parameters.lr.min", "above 0")]
    [InlineData("""{"lr": {"distribution": "log_uniform", "min": 1, "max": 5000}}""", "parameters.lr.max", "_values")]
    [InlineData("""{"lr": {"distribution": "q_uniform", "min": 0, "max": 2, "q": 0}}""", "parameters.lr.q", "above 0")]
    [InlineData("""{"lr": {"values": []}}""", "parameters.lr.values", "at least one")]
    [InlineData("""{"lr": {"values": [1], "probabilities": [0.5]}}""", "parameters.lr.probabilities", "sum to 1")]
    [InlineData("""{"lr": {"values": [1, 2], "probabilities": [1]}}""", "parameters.lr.probabilities", "each value")]
    [InlineData("""{"lr": {}}""", "parameters.lr", "values")]
    [InlineData("""{"lr": 3}""", "parameters.lr", "value")]
    [InlineData("""{"a": {"parameters": {"b": {"min": 1}}}}""", "parameters.a.b.max", "number")]
    [InlineData("""{"a": {"value": 1}, "a": {"value": 2}}""", "parameters.a", "one of them")]
    [InlineData("{}", "parameters", "at least one")]
    [InlineData("""{"lr": {"distribution": "beta", "a": 0}}""", "parameters.lr.a", "above 0")]
    [InlineData("""{"lr": {"distribution": "log_normal", "sigma": 100}}""", "parameters.lr.sigma", "smaller")]
    public void A_problem_names_the_place_and_the_remedy(string parameters, string place, string remedy)
    {
        var problem = Configs.Problem(parameters);
        Assert.Equal(place, problem.Parameter);
        Assert.Contains(remedy, problem.Remedy);
    }

    [Fact]
    public void A_whole_definition_is_read()
    {
        var outcome = SweepDefinition.Parse(Configs.Json("""
            {"program": "train.py", "method": "bayes", "metric": {"name": "acc", "goal": "maximize", "target": 0.9},
             "parameters": {"lr": {"min": 0.0, "max": 1.0}}, "run_cap": 2,
             "early_terminate": {"type": "hyperband", "min_iter": 3}}
            """));
        Assert.True(outcome.Try(out var definition, out _));
        Assert.Equal(new SweepMetric("acc", SweepGoal.Maximize, 0.9), definition.Metric);
        Assert.Equal([3, 9, 27], definition.EarlyTerminate!.Brackets.Take(3));
        var trial = Configs.Done(Configs.Json("""{"lr": 0.5}"""), 0.8);
        Assert.False(SweepSearch.Propose(definition, [trial], 1).Value!.Exhausted);
        Assert.Contains("run cap", SweepSearch.Propose(definition, [trial, trial], 1).Value!.Reason);
        Assert.Contains("target", SweepSearch.Propose(definition, [trial with { Metric = 0.95 }], 1).Value!.Reason);
    }

    [Fact]
    public void Malformed_configurations_are_refused_without_exceptions()
    {
        string[] seeds =
        [
            """{"method":"bayes","metric":{"name":"l","goal":"minimize","target":1},"run_cap":5,"parameters":{"a":{"min":0.1,"max":2},"b":{"values":[1,"x",null],"probabilities":[0.2,0.3,0.5]},"c":{"distribution":"q_log_normal","mu":1,"sigma":2,"q":0.1},"d":{"parameters":{"e":{"distribution":"inv_log_uniform_values","min":1,"max":9}}},"f":{"distribution":"q_beta","a":2,"b":3,"q":0.1}}}""",
            """{"method":"grid","metric":{"name":"l"},"early_terminate":{"type":"hyperband","max_iter":27,"s":2,"eta":3,"strict":true},"parameters":{"a":{"distribution":"q_uniform","min":0,"max":1,"q":0.25},"b":{"min":1,"max":3},"c":{"value":7}}}""",
        ];
        string[] pieces =
        [
            "1e999", "-1", "0", "null", "true", "\"\"", "[]", "{}", "1e308", "-1e308", "9007199254740993", "\"\\ud800\"",
            "1e-320", "\"min\"", "0.5", "\"normal\"", "99999999999999999999",
        ];
        var random = new Random(7);
        var (parsed, refused) = (0, 0);
        for (var round = 0; round < 6000; round++)
        {
            var text = new StringBuilder(seeds[round % seeds.Length]);
            for (var edit = random.Next(4); edit >= 0; edit--)
                Damage(text, pieces, random);
            JsonElement config;
            try
            {
                config = Configs.Json(text.ToString());
            }
            catch (JsonException)
            {
                continue;
            }

            if (SweepDefinition.Parse(config).Try(out var definition, out var problem))
            {
                parsed++;
                if (SweepSearch.Propose(definition, [], 1).Try(out var proposal, out _) && !proposal.Exhausted)
                    Assert.True(definition.Space.TryRead(proposal.Values!.Value, out _), text.ToString());
            }
            else
            {
                refused++;
                Assert.NotEmpty(problem.Parameter);
                Assert.NotEmpty(problem.Remedy);
            }
        }

        Assert.True(parsed > 100 && refused > 500, $"{parsed} parsed, {refused} refused");
    }

    // Swaps one scalar for a piece: most results are still JSON, and wrong in one place.
    private static void Damage(StringBuilder text, string[] pieces, Random random)
    {
        var whole = text.ToString();
        var start = whole.IndexOfAny([':', ',', '['], random.Next(whole.Length));
        if (start < 0)
            return;
        var end = whole.IndexOfAny([',', '}', ']', ':'], start + 1);
        if (end < 0)
            return;
        text.Remove(start + 1, end - start - 1).Insert(start + 1, pieces[random.Next(pieces.Length)]);
    }
}
