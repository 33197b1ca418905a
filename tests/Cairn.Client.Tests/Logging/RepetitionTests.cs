using Cairn.Client.Logging;

namespace Cairn.Client.Tests.Logging;

public sealed class RepetitionTests
{
    private static readonly RunOptions Options = new() { Uid = "own", Group = "seeds", Tags = ["a"] };

    [Fact]
    public void The_run_that_repeats_takes_uid_and_parent_and_leaves_the_group()
    {
        var repetition = Repetition.Parse("""{"uid":"new","parent":"old","run":2}""", Silent())!;
        var options = repetition.Apply(Options, ordinal: 2);
        Assert.Equal(("new", "old", null), (options.Uid, options.Parent, options.Group));
        Assert.Equal(["a", "reproduction"], options.Tags);
    }

    [Fact]
    public void Other_runs_of_the_process_are_not_logged()
    {
        var repetition = Repetition.Parse("""{"uid":"new","parent":"old","run":2}""", Silent())!;
        Assert.All(new[] { 0, 1, 3 }, ordinal => Assert.Equal(RunMode.Disabled, repetition.Apply(Options, ordinal).Mode));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("nonsense", true)]
    [InlineData("[]", true)]
    [InlineData("""{"uid":"x"}""", true)]
    [InlineData("""{"uid":"x","parent":"y","run":"z"}""", true)]
    public void Anything_else_is_ignored_and_said(string text, bool warned)
    {
        var warnings = new List<string>();
        Assert.Null(Repetition.Parse(text, new Warnings(warnings.Add)));
        Assert.Equal(warned, warnings.Count == 1);
    }

    private static Warnings Silent() => new(message => Assert.Fail(message));
}
