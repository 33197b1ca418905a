using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Tests.Runs.Querying;

public sealed class RunFilterParserTests
{
    [Theory]
    [InlineData("state = 'finished'", "state Equal finished")]
    [InlineData("state == \"it''s\"", "state Equal it''s")]
    [InlineData("name = 'it''s'", "name Equal it's")]
    [InlineData("name <> \"a\"\"b\"", "name NotEqual a\"b")]
    [InlineData("config.lr<=1e-3", "config.lr LessOrEqual 0.001")]
    [InlineData("config.lr > -.5", "config.lr Greater -0.5")]
    [InlineData("id = 9223372036854775807", "id Equal 9223372036854775807")]
    [InlineData("config.debug = TRUE", "config.debug Equal true")]
    [InlineData("metrics.test/accuracy:max >= 0.85", "metrics.test/accuracy:max GreaterOrEqual 0.85")]
    [InlineData("`metrics.odd key:min` < 1", "metrics.odd key:min Less 1")]
    [InlineData("metrics.`odd key`:min < 1", "metrics.odd key:min Less 1")]
    [InlineData("metrics.loss:last < 1", "metrics.loss Less 1")]
    [InlineData("createdAt > '2026-01-31'", "createdAt Greater 1769817600000")]
    [InlineData("createdAt > '2026-01-31T01:00:00+01:00'", "createdAt Greater 1769817600000")]
    [InlineData("config.lr-decay.x_y != 0", "config.lr-decay.x_y NotEqual 0")]
    public void Reads_comparisons(string text, string expected)
    {
        var compare = Assert.IsType<RunFilter.Compare>(Read(text));
        Assert.Equal(expected, $"{compare.Column} {compare.Comparison} {compare.Value}");
    }

    [Theory]
    [InlineData("name = 'a' or name = 'b' and name = 'c'", "(a | (b & c))")]
    [InlineData("(name = 'a' or name = 'b') and name = 'c'", "((a | b) & c)")]
    [InlineData("not name = 'a' and name = 'b'", "(!a & b)")]
    [InlineData("NOT (name = 'a' AND name = 'b')", "!(a & b)")]
    [InlineData("not not name = 'a'", "!!a")]
    [InlineData("group is null", "group?")]
    [InlineData("group is not null", "!group?")]
    [InlineData("group in ('a', 'b')", "group[a,b]")]
    [InlineData("group not in ('a')", "group![a]")]
    [InlineData("tags contains 'a'", "tags~a")]
    [InlineData("tags not contains 'a'", "(!tags? & !tags~a)")]
    [InlineData("name like 'a%'", "name%a%")]
    [InlineData("name ILIKE 'a%'", "name%%a%")]
    [InlineData("", "*")]
    [InlineData("  ", "*")]
    public void Reads_structure(string text, string expected) => Assert.Equal(expected, Shown(Read(text)));

    [Theory]
    [InlineData("state", 5, "comparison")]
    [InlineData("state = finished", 8, "finished")]
    [InlineData("= 3", 0, "column")]
    [InlineData("stat = 'x'", 0, "column")]
    [InlineData("config. = 1", 0, "column")]
    [InlineData("state = 'x", 8, "end")]
    [InlineData("`state = 'x'", 0, "end")]
    [InlineData("state = 'x' state = 'y'", 12, "'and'")]
    [InlineData("state = 'x' and", 15, "column")]
    [InlineData("(state = 'x'", 12, "')'")]
    [InlineData("state = 'x')", 11, "'and'")]
    [InlineData("config.lr in 3", 13, "'('")]
    [InlineData("config.lr in ()", 14, "number")]
    [InlineData("config.lr in (1,)", 16, "number")]
    [InlineData("config.lr = 1.2.3", 12, "number")]
    [InlineData("config.lr = null", 12, "value")]
    [InlineData("config.lr is 3", 13, "null")]
    [InlineData("name like 3", 10, "pattern")]
    [InlineData("name not = 3", 9, "'in'")]
    [InlineData("createdAt > 'soon'", 12, "time")]
    [InlineData("state = 'x' ; drop", 12, "';'")]
    public void Says_where_and_why_it_cannot_read(string text, int position, string mentions)
    {
        var result = RunFilterParser.Parse(text);
        Assert.False(result.IsFilter);
        Assert.Equal(position, result.Problem.Position);
        Assert.Contains(mentions, result.Problem.Expected, StringComparison.Ordinal);
        Assert.NotEmpty(result.Problem.Remedy);
    }

    [Fact]
    public void Refuses_endless_nesting_and_length()
    {
        Assert.False(RunFilterParser.Parse(new string('(', 50_000)).IsFilter);
        Assert.False(RunFilterParser.Parse(string.Concat(Enumerable.Repeat("not ", 10_000)) + "id = 1").IsFilter);
        Assert.False(RunFilterParser.Parse(new string(' ', RunFilterParser.MostLength) + "id = 1").IsFilter);
        Assert.True(RunFilterParser.Parse(string.Join(" and ", Enumerable.Repeat("(id = 1)", 3_000))).IsFilter);
    }

    [Fact]
    public void Never_throws()
    {
        string[] pieces =
        [
            "state", "config.lr", "metrics.", "`", "'", "\"", "(", ")", ",", "=", "!=", "!", "<", ">=", "in", "not", "is", "null", "and",
            "or", "like", "contains", "1", "-", "1e", ".", "..", "é", "\0", "\ud800", " ", "\n", "true", "createdAt", ":", "%",
        ];
        var random = new Random(11);
        for (var i = 0; i < 50_000; i++)
        {
            var text = string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            var result = RunFilterParser.Parse(text);
            Assert.True(result.IsFilter != (result.Problem is not null), text);
            if (result.Problem is { } problem)
                Assert.InRange(problem.Position, 0, text.Length);
        }
    }

    private static RunFilter Read(string text)
    {
        var result = RunFilterParser.Parse(text);
        Assert.True(result.IsFilter, result.Problem?.ToString());
        return result.Filter;
    }

    private static string Shown(RunFilter filter) => filter switch
    {
        RunFilter.And and => "(" + string.Join(" & ", and.Parts.Select(Shown)) + ")",
        RunFilter.Or or => "(" + string.Join(" | ", or.Parts.Select(Shown)) + ")",
        RunFilter.Not not => "!" + Shown(not.Part),
        RunFilter.Compare compare => compare.Value.ToString(),
        RunFilter.IsNull isNull => isNull.Column + "?",
        RunFilter.In isIn => $"{isIn.Column}{(isIn.Negated ? "!" : "")}[{string.Join(',', isIn.Values)}]",
        RunFilter.Contains contains => $"{contains.Column}~{contains.Value}",
        RunFilter.Like like => like.Column + (like.IgnoreCase ? "%%" : "%") + like.Pattern,
        RunFilter.Always => "*",
        _ => "?",
    };
}
