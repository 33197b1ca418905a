using Cairn.Samples.FashionMnist;
using Cairn.Samples.FashionMnist.Evaluation;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Demo;

public sealed class ExperimentsTests
{
    [Fact]
    public void The_whole_demo_trains_every_setting_with_the_same_three_seeds()
    {
        var groups = Experiments.All(50_000, quick: false, threads: 1)
            .GroupBy(experiment => experiment.Group).ToArray();
        Assert.Equal(
            ["majority class", "k nearest neighbours", "softmax regression", "mlp 128 lr 0.001", "mlp 128 lr 0.003",
                "mlp 256-128 lr 0.001", "mlp 256-128 lr 0.003"],
            groups.Select(group => group.Key));
        Assert.All(groups.Skip(2), group => Assert.Equal([1, 2, 3], group.Select(experiment => experiment.Seed)));
    }

    [Fact]
    public void Groups_differ_in_their_hyperparameters_and_runs_of_a_group_do_not()
    {
        static string Text(IExperiment experiment) =>
            System.Text.Json.JsonSerializer.Serialize(experiment.Hyperparameters);
        var groups = Experiments.All(5000, quick: false, threads: 1).GroupBy(experiment => experiment.Group).ToArray();
        Assert.All(groups, group => Assert.Single(group.Select(Text).Distinct()));
        Assert.Equal(groups.Length, groups.Select(group => Text(group.First())).Distinct().Count());
    }

    [Fact]
    public void Captions_name_both_classes_and_the_probability() =>
        Assert.Equal("Shirt taken for Coat, 0.71", TestReport.Caption(new Mistake(3, 6, 4, 0.7096)));
}
