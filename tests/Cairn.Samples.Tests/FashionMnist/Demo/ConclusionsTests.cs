using Cairn.Client;
using Cairn.Samples.FashionMnist;
using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Evaluation;
using Spectre.Console;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Demo;

public sealed class ConclusionsTests
{
    private static readonly FinishedRun[] Runs =
    [
        new(new MajorityExperiment(), Outcome(0.1, 0.1), "http://one", null),
        new(new NearestNeighboursExperiment(1), Outcome(0.86, 0.85), "http://two", null),
        new(new Trained("lucky", 1), Outcome(0.87, 0.89), "http://three", "/spool"),
        new(new Trained("good", 1), Outcome(0.88, 0.860), "http://four", null),
        new(new Trained("good", 2), Outcome(0.90, 0.864), "http://five", "/spool"),
        new(new Trained("good", 3), Outcome(0.89, 0.868), "http://six", null),
    ];

    [Fact]
    public void Runs_that_differ_only_in_their_seed_are_one_row_with_mean_and_sample_deviation()
    {
        var good = Draw().Models.Single(model => model.Name == "good");
        Assert.Equal((3, 3), (good.Test.Count, good.Validation.Count));
        Assert.Equal(0.864, good.Test.Mean, 1e-12);
        Assert.Equal(0.004, good.Test.Deviation!.Value, 1e-12);
        Assert.Equal(["http://four", "http://five", "http://six"], good.RunUrls);
    }

    [Fact]
    public void One_run_has_no_deviation() =>
        Assert.Null(Draw().Models.Single(model => model.Name == "lucky").Test.Deviation);

    [Fact]
    public void Validation_chooses_even_where_another_model_does_better_on_the_test() =>
        Assert.Equal("good", Draw().Chosen.Name);

    [Fact]
    public void Landmarks_are_constants_or_come_from_the_runs() => Assert.Equal(
        [("chance", 0.1), ("majority", 0.1), ("kNN", 0.85), ("human", 0.835)],
        Draw().Landmarks.Select(landmark => (landmark.Name, landmark.Value)));

    [Fact]
    public void The_verdict_says_by_how_much_and_on_what_it_rests() => Assert.Equal(
        "good, chosen by validation, is above human by 2.9 points on 1,000 test images (3 seeds, std 0.4).",
        Draw().Verdict);

    [Fact]
    public void What_is_not_wholly_on_the_server_is_counted() =>
        Assert.Equal((2, "/spool"), (Draw().UnsentRuns, Draw().SpoolDirectory));

    [Fact]
    public void The_table_shows_signed_differences_to_every_landmark()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = 120;
        ClosingTable.Print(Draw(), console);
        var rows = text.ToString().Split('\n')
            .Select(line => string.Join(
                ' ', line.Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("good 3 89.0 ± 1.0 86.4 ± 0.4 +76.4 +76.4 +1.4 +2.9", rows);
        Assert.Contains("majority class 1 10.0 10.0 0.0 0.0 -75.0 -73.5", rows);
        Assert.Contains("cairn sync /spool", text.ToString());
    }

    private static DemoResult Draw() => Conclusions.Draw(Dataset.LoadSample(), Runs, TimeSpan.FromSeconds(5));

    private static ExperimentOutcome Outcome(double validation, double test) => new(Score(validation), Score(test));

    private static Scores Score(double accuracy) => new(accuracy, 0.5, new int[10, 10], []);

    /// <summary>Stands for a run whose outcome is already known.</summary>
    private sealed class Trained(string group, int seed) : IExperiment
    {
        public string Group => group;

        public int? Seed => seed;

        public string JobType => "train";

        public IReadOnlyDictionary<string, object?> Hyperparameters => new Dictionary<string, object?>();

        public ExperimentOutcome Execute(DemoData data, CairnRun run, IDemoScreen screen, CancellationToken ct) =>
            throw new InvalidOperationException("It ran already.");
    }
}
