using Cairn.Core.Gates;

namespace Cairn.Core.Tests.Gates;

public sealed class GateReaderTests
{
    [Fact]
    public void A_whole_file_is_read()
    {
        var outcome = GateReader.Read("""
            name: release
            confidence: 0.99
            rules:
              - metric: test/accuracy
                landmark: last release
                by: 0.005
              - name: no regression
                metric: test/loss
                landmark: best
                expect: not-worse
                margin: 0.01
                confidence: 0.9
                direction: min
              - metric: test/accuracy
                at-least: 0.8
                at-most: 1
            budgets:
              duration: 30 min
              memory: 4 GiB
              latency: { metric: serve/ms, at-most: 20 }
            """);
        Assert.Null(outcome.Refusal);
        var rules = outcome.Value!.Rules;
        Assert.Equal(("release", 6), (outcome.Value.Name, rules.Count));
        Assert.Equal(("last release", 0.005, 0.99, 4), (rules[0].Landmark, rules[0].By, rules[0].Confidence, rules[0].Line));
        Assert.Equal((GateExpectation.NotWorse, 0.01, 0.9, false), (rules[1].Expect, rules[1].Margin, rules[1].Confidence, rules[1].HigherIsBetter));
        Assert.Equal((0.8, 1.0), (rules[2].AtLeast, rules[2].AtMost));
        Assert.Equal((true, 1800.0), (rules[3].IsDuration, rules[3].AtMost));
        Assert.Equal((true, 4096.0), (rules[4].IsPeak, rules[4].AtMost));
        Assert.Equal(("serve/ms", 20.0), (rules[5].Metric, rules[5].AtMost));
    }

    [Theory]
    [InlineData("rules:\n  - metric: a\n    landmrk: b", "Line 3", "Did you mean landmark?")]
    [InlineData("rules:\n  - metric: a\n    at_least: 1", "Line 3", "Did you mean at-least?")]
    [InlineData("ruels: []", "Line 1", "Did you mean rules?")]
    [InlineData("rules: []", "no rules", "Add rules:")]
    [InlineData("rules:\n  - metric: a", "Line 2", "at-least:")]
    [InlineData("rules:\n  - metric: a\n    landmark: b\n    at-least: 1", "not both", "two rules")]
    [InlineData("rules:\n  - metric: a\n    at-least: 2\n    at-most: 1", "at least 2 and at most 1", "Swap")]
    [InlineData("rules:\n  - metric: a\n    landmark: b\n    margin: 1", "Line 4", "not-worse")]
    [InlineData("rules:\n  - metric: a\n    landmark: b\n    expect: not-worse\n    by: 1", "Line 5", "margin:")]
    [InlineData("rules:\n  - metric: a\n    landmark: b\n    by: -1", "more than 0", "Leave it out")]
    [InlineData("rules:\n  - metric: a\n    landmark: b\n    confidence: 95", "Line 4", "0.95")]
    [InlineData("rules:\n  - metric: a\n    at-least: many", "'many' is no number", "0.5")]
    [InlineData("rules:\n  - metric: a\n    landmark: b\n    expect: best", "'best' is no expect", "better or not-worse")]
    [InlineData("rules:\n  - metric: a\n    at-least: 1\n    direction: max", "Line 4", "landmark: NAME")]
    [InlineData("rules:\n  - landmark: a", "needs a metric", "metric: test/accuracy")]
    [InlineData("rules:\n  - a", "must be a mapping", "- metric:")]
    [InlineData("budgets:\n  duration: soon", "'soon' is no duration", "30 min")]
    [InlineData("budgets:\n  memory: 4", "'4' is no amount of memory", "4 GiB")]
    [InlineData("budgets:\n  latency: { metric: a }", "needs its bound", "at-most")]
    [InlineData("rules: [", "no YAML", "indentation")]
    [InlineData("just words", "one mapping", "rules:")]
    [InlineData("", "one mapping", "rules:")]
    public void What_is_wrong_is_said_with_its_place_and_remedy(string yaml, string detail, string remedy)
    {
        var refusal = GateReader.Read(yaml).Refusal;
        Assert.NotNull(refusal);
        Assert.Contains("Line ", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains(detail, refusal.Detail, StringComparison.Ordinal);
        Assert.Contains(remedy, refusal.Remedy!, StringComparison.Ordinal);
    }
}
