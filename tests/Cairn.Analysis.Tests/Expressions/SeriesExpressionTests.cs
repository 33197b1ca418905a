using Cairn.Analysis.Expressions;

namespace Cairn.Analysis.Tests.Expressions;

public sealed class SeriesExpressionTests
{
    [Theory]
    [InlineData("a - b", 6)]
    [InlineData("a-b", 6)]
    [InlineData("a - b - b", 4)]
    [InlineData("a / b / b", 2)]
    [InlineData("a + b * 3", 14)]
    [InlineData("(a + b) * 3", 30)]
    [InlineData("-b ^ 2 + a", 4)]
    [InlineData("b ^ -1", 0.5)]
    [InlineData("2 ^ b ^ 3", 256)]
    [InlineData("max(a, b) - min(a, b)", 6)]
    [InlineData("log10(a * 12.5) + 1.5e1 - .5", 16.5)]
    [InlineData("abs(b - a) / sqrt(4)", 3)]
    [InlineData("pow(b, 3) * 1E-1", 0.8)]
    public void Formulas_mean_what_they_do_on_paper(string text, double expected)
    {
        var expression = Read(text);
        var values = expression.Keys.Select(key => key == "a" ? 8.0 : 2.0).ToArray();
        Assert.Equal(expected, expression.Evaluate(values), 1e-12);
    }

    [Fact]
    public void A_slash_without_spaces_belongs_to_the_name()
    {
        Assert.Equal(["train/loss", "val/loss"], Read("train/loss - val/loss").Keys);
        Assert.Equal(["a/b"], Read("a/b").Keys);
        Assert.Equal(["a", "b"], Read("a /b").Keys);
        Assert.Equal(["my metric-1", "max"], Read("`my metric-1` * max + max").Keys);
    }

    [Theory]
    [InlineData("", 0, "ends")]
    [InlineData("1 + 2", 0, "names no metric")]
    [InlineData("a -", 3, "ends")]
    [InlineData("a b", 2, "'b' was not expected")]
    [InlineData("(a", 2, "not closed")]
    [InlineData("tanh(a)", 0, "no function 'tanh'")]
    [InlineData("max(a)", 5, "two values")]
    [InlineData("`a", 0, "no partner")]
    [InlineData("a + 1.2.3", 4, "no number")]
    [InlineData("a $ b", 2, "'$'")]
    public void What_is_wrong_is_said_with_its_place(string text, int position, string says)
    {
        var (expression, problem) = SeriesExpression.Parse(text);
        Assert.Null(expression);
        Assert.Equal(position, problem!.Position);
        Assert.Contains(says, problem.Detail, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void Depth_and_length_have_limits()
    {
        Assert.Contains("nested", SeriesExpression.Parse(new string('(', 100) + "a").Problem!.Detail, StringComparison.Ordinal);
        Assert.Contains("nested", SeriesExpression.Parse(new string('-', 100) + "a").Problem!.Detail, StringComparison.Ordinal);
        Assert.Contains("longer", SeriesExpression.Parse(new string('a', 1001)).Problem!.Detail, StringComparison.Ordinal);
    }

    private static SeriesExpression Read(string text)
    {
        var (expression, problem) = SeriesExpression.Parse(text);
        Assert.Null(problem);
        return expression!;
    }
}
