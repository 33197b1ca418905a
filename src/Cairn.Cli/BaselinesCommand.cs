using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cairn.Baselines;
using Cairn.Baselines.Data;
using Cairn.Client;

namespace Cairn.Cli;

/// <summary><c>cairn baselines</c>: computes what every model should beat, and makes landmarks of it.</summary>
internal static class BaselinesCommand
{
    public static Command Make()
    {
        var data = new Option<string>("--data") { Description = "Training data: CSV with a header, .npz, or IDX images.", HelpName = "FILE", Required = true };
        var test = new Option<string>("--test") { Description = "Test data in the same form.", HelpName = "FILE", Required = true };
        var target = new Option<string>("--target")
        {
            Description = "What is predicted: a column, an array of the .npz, or the IDX file of labels.",
            HelpName = "NAME",
            Required = true,
        };
        var testTarget = new Option<string?>("--test-target") { Description = "The IDX file of labels for the test images.", HelpName = "FILE" };
        var project = new Option<string>("--project") { Description = "The project that gets runs and landmarks.", HelpName = "TEAM/NAME", Required = true };
        var task = new Option<string?>("--task") { Description = "classification or regression; else decided by the target." };
        task.AcceptOnlyFromAmong("classification", "regression");
        var ignore = new Option<string[]>("--ignore") { Description = "Columns to leave out, such as an id.", HelpName = "COLUMN", AllowMultipleArgumentsPerToken = true };
        var only = new Option<string[]>("--only") { Description = "Only these baselines.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. BaselineSet.Names(true).Concat(BaselineSet.Names(false)).Distinct()]);
        var split = new Option<string>("--split") { Description = "What the metrics are named after.", DefaultValueFactory = _ => "test" };
        var seeds = new Option<int>("--seeds") { Description = "Runs of each baseline that depends on chance, 2 to 100.", DefaultValueFactory = _ => 3 };
        seeds.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && !(int.TryParse(given, out var count) && count is >= 2 and <= 100))
                result.AddError($"--seeds takes a number from 2 to 100, not '{given}'.");
        });
        var url = CommonOptions.Server();
        var json = CommonOptions.Json();
        var command = new Command(
            "baselines",
            "Train random guessing, the majority or mean, k nearest neighbours, a decision tree and boosted trees; log them as runs and landmarks.")
        {
            data, test, target, testTarget, project, task, ignore, only, split, seeds, url, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            () => DataReader.Read(
                parsed.GetValue(data)!, parsed.GetValue(test)!, parsed.GetValue(target)!, parsed.GetValue(testTarget),
                parsed.GetValue(ignore) ?? [], parsed.GetValue(task) is { } named ? named == "regression" : null),
            parsed.GetValue(project)!,
            new BaselineOptions
            {
                Split = parsed.GetValue(split)!,
                Seeds = parsed.GetValue(seeds),
                Only = parsed.GetValue(only) ?? [],
                Server = parsed.GetValue(url),
                DataName = Path.GetFileName(parsed.GetValue(data)!),
            },
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Func<LabelledSplit> read, string project, BaselineOptions options, bool json, CancellationToken cancellationToken)
    {
        try
        {
            var split = read();
            if (!json)
            {
                Console.WriteLine(
                    $"{split.Train.Count:N0} examples to learn from, {split.Test.Count:N0} to test, {split.Train.Width} features, " +
                    (split.Classes.Count > 0 ? $"{split.Classes.Count} classes" : "a number to predict"));
            }

            var results = await BaselineSet.RunAsync(
                project, split, options, json ? null : result => Console.WriteLine(Line(result)), cancellationToken).ConfigureAwait(false);
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(results, CliJson.Default.IReadOnlyListBaselineResult));
            else
                Console.WriteLine($"Landmarks of {project} now: {options.Server}/{project}");
            return 0;
        }
        catch (Exception exception) when (exception is DataException or CairnException)
        {
            return Failure.Say(exception.Message);
        }
    }

    private static string Line(BaselineResult result)
    {
        var spread = result.Values.Count > 1
            ? string.Create(CultureInfo.InvariantCulture, $" ({result.Values.Min():0.0000} to {result.Values.Max():0.0000} over {result.Values.Count} seeds)")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"  {result.Name,-14} {result.Metric} {result.Mean:0.0000}{spread}  {result.Seconds:0.0} s");
    }
}
