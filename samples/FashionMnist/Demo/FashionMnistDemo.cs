using System.Collections.Concurrent;
using Cairn.Client;
using Cairn.Samples.FashionMnist.Data;
using Spectre.Console;

namespace Cairn.Samples.FashionMnist;

/// <summary>
/// Trains a few models on Fashion-MNIST, from guessing to a multilayer perceptron, and logs everything about them
/// through the SDK: the runs, their landmarks, and at the end a table that puts the ones next to the others.
/// </summary>
public static class FashionMnistDemo
{
    /// <summary>
    /// Runs the demo with its progress on standard output and prints the closing table. Throws
    /// <see cref="DatasetException"/> when the images cannot be read, before anything is logged, and
    /// <see cref="OperationCanceledException"/> when cancelled; that no server answers does not stop it.
    /// </summary>
    public static async Task<DemoResult> RunAsync(DemoOptions options, CancellationToken ct)
    {
        var output = new AnsiConsoleOutput(Console.Out);
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = output });
        var live = output.IsTerminal && terminal.Profile.Capabilities.Ansi;
        if (!live)
        {
            terminal = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Out = output,
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
            });
            terminal.Profile.Width = 120;
        }

        IDemoScreen screen = live ? new LiveScreen(terminal) : new PlainScreen();

        // Computing would otherwise hold up whoever called, up to the first await.
        var result = await Task.Run(() => RunAsync(options, screen, terminal, ct), ct);
        ClosingTable.Print(result, terminal);
        return result;
    }

    internal static async Task<DemoResult> RunAsync(
        DemoOptions options, IDemoScreen screen, IAnsiConsole terminal, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        var stored = options is { Quick: true, Dataset: null } ? Dataset.LoadSample() : Dataset.Load(options.Dataset);
        terminal.WriteLine($"Fashion-MNIST from {stored.Source} ({stored.Folder})");
        terminal.WriteLine(
            $"{stored.Training.Count:N0} images to learn from, {stored.Validation.Count:N0} to choose by, " +
            $"{stored.Test.Count:N0} to test; digest {stored.Digest}");

        var data = new DemoData(stored);
        var experiments = Experiments.All(data.Training.Count, options.Quick, options.Threads)
            .Where(experiment => options.Only is null || NameOf(experiment) == options.Only).ToList();
        var finished = new List<FinishedRun>();
        var told = new ConcurrentDictionary<string, bool>();
        await screen.ShowAsync(experiments.Count, async () =>
        {
            foreach (var experiment in experiments)
                finished.Add(await RunOneAsync(experiment, data, options, screen, Warn, ct));
        });
        var result = Conclusions.Draw(stored, finished, TimeProvider.System.GetElapsedTime(started));
        return result.UnsentRuns > 0 || options.Mode is not (null or RunMode.Online)
            ? result
            : result with { Verdicts = await JudgeAsync(result, Scale(data.Training.Count, options.Quick), options, Warn, ct) };

        // A server that is away is away for every run; once is enough.
        void Warn(string warning)
        {
            if (told.TryAdd(warning, true)) screen.Note(warning);
        }
    }

    /// <summary>Asks the server how each model stands against the landmarks; without an answer the table goes without.</summary>
    private static async Task<IReadOnlyList<ModelVerdict>> JudgeAsync(
        DemoResult result, string scale, DemoOptions options, Action<string> warn, CancellationToken ct)
    {
        var verdicts = new List<ModelVerdict>();
        try
        {
            using var project = new CairnProject(options.Project, options.Server);
            foreach (var model in result.Models)
            {
                var found = await project.GetVerdictsAsync(model.Name + scale, Landmarks.Test, ct);
                verdicts.AddRange(found.Select(one => new ModelVerdict(model.Name, one.Landmark, one.Word, one.Sentence)));
            }
        }
        catch (CairnException e)
        {
            warn($"no verdicts: {e.Message}");
            return [];
        }

        return verdicts;
    }

    private static async Task<FinishedRun> RunOneAsync(
        IExperiment experiment, DemoData data, DemoOptions options, IDemoScreen screen, Action<string> warn,
        CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var name = NameOf(experiment);
        screen.Begin(name);
        var started = TimeProvider.System.GetTimestamp();
        var config = new Dictionary<string, object?>(experiment.Hyperparameters)
        {
            ["seed"] = experiment.Seed,
            ["threads"] = options.Threads,
            ["data"] = data.Describe(),
        };
        await using var run = CairnRun.Start(options.Project, new RunOptions
        {
            Name = name,
            Group = experiment.Group + Scale(data.Training.Count, options.Quick),
            JobType = experiment.JobType,
            Tags = ["demo", options.Quick ? "quick" : "full"],
            Config = config,
            Server = options.Server,
            Mode = options.Mode,
            SpoolDirectory = options.SpoolDirectory,
            SystemMetricsInterval = TimeSpan.FromSeconds(2),
            AwayTimeout = TimeSpan.FromSeconds(1),
            Quiet = true,
            OnWarning = warn,
            RerunCommand = CommandFor(name, options),
        });
        try
        {
            var outcome = experiment.Execute(data, run, screen, ct);
            TestReport.Log(run, outcome, data.Stored.Test);
            var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            run.Summary["seconds"] = Math.Round(seconds, 2);
            screen.End($"val {outcome.Validation.Accuracy:F4}  test {outcome.Test.Accuracy:F4}  {seconds:F1} s");
            await run.FinishAsync();
            // The SDK removes a run's folder once the server has all of it.
            var leftIn = Directory.Exists(run.SpoolFolder) ? Path.GetDirectoryName(run.SpoolFolder) : null;
            return new FinishedRun(experiment, outcome, run.Url, leftIn);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            run.Fail(e);
            throw;
        }
        catch (OperationCanceledException)
        {
            await run.FinishAsync(exitCode: 130);
            throw;
        }
    }

    /// <summary>The names of the runs that a demo consists of, in order.</summary>
    public static IReadOnlyList<string> RunNames(bool quick) =>
        [.. Experiments.All(trainingImages: 0, quick, threads: 1).Select(NameOf)];

    private static string NameOf(IExperiment experiment) =>
        experiment.Seed is { } seed ? $"{experiment.Group} seed {seed}" : experiment.Group;

    // One process trains all runs; whoever wants to do one of them again starts the sample alone.
    private static IReadOnlyList<string> CommandFor(string name, DemoOptions options)
    {
        List<string> command =
        [
            "dotnet", "run", "--configuration", "Release", "--project", "samples/FashionMnist", "--",
            "--only", name, "--project", options.Project, "--threads", $"{options.Threads}",
        ];
        if (options.Quick)
            command.Add("--quick");
        if (options.Dataset is { } dataset)
            command.AddRange(["--dataset", Path.GetFullPath(dataset)]);
        return command;
    }

    /// <summary>Runs on fewer images or epochs must not count as further seeds of the same group.</summary>
    private static string Scale(int trainingImages, bool quick) =>
        (trainingImages == 50_000 ? "" : $", {trainingImages:N0} images") + (quick ? ", quick" : "");
}
