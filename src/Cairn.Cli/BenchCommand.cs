using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Cairn.Cli.Bench;
using Spectre.Console;

namespace Cairn.Cli;

/// <summary><c>cairn bench</c>: a load generator that measures a server, to size a machine with.</summary>
internal static class BenchCommand
{
    public static Command Make()
    {
        var url = CommonOptions.Checked(new Option<string?>("--url")
        {
            Description = "Server to measure; without it one is started on a temporary folder and removed afterwards.",
            HelpName = "URL",
        });
        var protocol = new Option<string>("--protocol")
        {
            Description = "How to speak to it.",
            DefaultValueFactory = _ => "native",
        };
        protocol.AcceptOnlyFromAmong("native", "mlflow", "wandb");
        var seconds = new Option<int>("--seconds") { Description = "How long to log at full speed.", DefaultValueFactory = _ => 10 };
        var connections = new Option<int>("--connections") { Description = "Connections that log at once.", DefaultValueFactory = _ => 16 };
        var fill = new Option<string?>("--fill")
        {
            Description = "Instead of measuring, make the project " + ProjectFiller.Project + " of this size, to try the page on.",
            HelpName = "runs=100000,columns=2000,per-run=60",
        };
        var data = new Option<string?>("--data")
        {
            Description = "With --fill: the data folder of the server that is started for it.",
            HelpName = "DIR",
        };
        var growth = new Option<string?>("--shape")
        {
            Description = "Measure how one shape grows (n, 10n, and 100n with --full) instead, through the native API.",
            HelpName = string.Join('|', ShapeBench.Names),
        };
        growth.AcceptOnlyFromAmong([.. ShapeBench.Names]);
        var full = new Option<bool>("--full") { Description = "Also a chart of 1,000 runs, or the largest size of a shape; takes minutes." };
        var json = CommonOptions.Json();
        var command = new Command("bench", "Measure ingest, chart latency and bytes per point of a server over HTTP.")
        {
            url, protocol, seconds, connections, growth, full, fill, data, json,
        };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(fill) is { } shape
            ? FillAsync(parsed.GetValue(url), parsed.GetValue(data), shape, cancellationToken)
            : RunAsync(
            parsed.GetValue(url),
            parsed.GetValue(protocol)!,
            parsed.GetValue(growth),
            parsed.GetValue(full),
            new BenchOptions
            {
                Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Connections = parsed.GetValue(connections),
                ManyChartRuns = parsed.GetValue(full) ? 1000 : 0,
            },
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string? url, string protocol, string? shape, bool full, BenchOptions options, bool json, CancellationToken cancellationToken)
    {
        if (url is not null)
            return await MeasureAsync(url, protocol, shape, full, options, json, cancellationToken).ConfigureAwait(false);
        var folder = Directory.CreateTempSubdirectory("cairn-bench-");
        try
        {
            var server = await ChildServer.StartAsync(0, folder.FullName, cancellationToken).ConfigureAwait(false);
            if (server is null)
                return 2;
            await using (server.ConfigureAwait(false))
                return await MeasureAsync(server.Url, protocol, shape, full, options, json, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<int> FillAsync(string? url, string? data, string text, CancellationToken cancellationToken)
    {
        if (FillShape.Parse(text, out var problem) is not { } shape)
            return Failure.Say(problem!);
        if (url is null == data is null)
            return Failure.Say("--fill needs either --url of a server or --data of a folder to start one on.");
        if (url is not null)
            return await FillServerAsync(url, shape, cancellationToken).ConfigureAwait(false);
        var server = await ChildServer.StartAsync(0, data!, cancellationToken).ConfigureAwait(false);
        if (server is null)
            return 2;
        await using (server.ConfigureAwait(false))
            return await FillServerAsync(server.Url, shape, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> FillServerAsync(string url, FillShape shape, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url.TrimEnd('/') + "/"), Timeout = TimeSpan.FromMinutes(5) };
        try
        {
            var clock = Stopwatch.StartNew();
            var runs = await new ProjectFiller(http, shape, step => Console.Error.WriteLine($"… {step}")).RunAsync(cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{runs} runs with {shape.Columns} columns in {ProjectFiller.Project} after {clock.Elapsed.TotalSeconds:0.0} s");
            return 0;
        }
        catch (HttpRequestException exception)
        {
            return Failure.Say($"{url} did not answer as it should: {exception.Message}");
        }
    }

    private static async Task<int> MeasureAsync(
        string url, string protocol, string? shape, bool full, BenchOptions options, bool json, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url.TrimEnd('/') + "/"), Timeout = TimeSpan.FromMinutes(5) };
        try
        {
            void Tell(string step) => Console.Error.WriteLine($"… {step}");
            var figures = await (protocol switch
            {
                _ when shape is not null => new ShapeBench(http, options, shape, full, Tell).RunAsync(cancellationToken),
                "mlflow" => new MlflowBench(http, options, Tell).RunAsync(cancellationToken),
                "wandb" => new WandbBench(http, options, Tell).RunAsync(cancellationToken),
                _ => new NativeBench(http, options, MachineLimits.Measure(Path.GetTempPath()), Tell).RunAsync(cancellationToken),
            }).ConfigureAwait(false);
            var report = new BenchReport(url, protocol, Environment.ProcessorCount, figures);
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.BenchReport));
            else
                Print(report);
            return 0;
        }
        catch (HttpRequestException exception)
        {
            return Failure.Say($"{url} did not answer as it should by the {protocol} protocol: {exception.Message}");
        }
    }

    private static void Print(BenchReport report)
    {
        var table = new Table { Title = new TableTitle($"{report.Protocol} at {report.Url}, {report.Cores} cores") };
        table.AddColumn("what");
        table.AddColumn(new TableColumn("figure").RightAligned());
        table.AddColumn("unit");
        table.AddColumn(new TableColumn("budget").RightAligned());
        table.AddColumn("of what is possible");
        table.AddColumn("");
        foreach (var figure in report.Figures)
        {
            table.AddRow(
                Markup.Escape(figure.Name),
                figure.Value >= 1000 ? $"{figure.Value:N0}" : $"{figure.Value:0.00}",
                figure.Unit,
                figure.Budget is { } budget ? $"{(figure.IsRate ? "≥" : "≤")} {budget:#,0.##}" : "",
                figure.OfLimit is { } part ? Markup.Escape($"{part:0.00} {figure.Limit}") : "",
                Markup.Escape(figure.Detail ?? ""));
        }

        AnsiConsole.Write(table);
    }
}
