using System.Globalization;
using System.Text.RegularExpressions;

namespace Cairn.Cli.Tests.Driving;

/// <summary><c>cairn demo --quick</c> as a child process whose server is ready.</summary>
internal sealed partial class RunningDemo : IAsyncDisposable
{
    public const string Project = "local/fashion-mnist";

    /// <summary>Long enough for the slowest run of the demo on a busy machine.</summary>
    public static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(5);

    private RunningDemo(CairnProcess process, string url, int serverId)
    {
        Process = process;
        Url = url;
        ServerId = serverId;
        Api = new CairnApi(url);
    }

    public CairnProcess Process { get; }

    /// <summary>Address of the demo's server.</summary>
    public string Url { get; }

    /// <summary>The server's process, as the demo names it.</summary>
    public int ServerId { get; }

    public CairnApi Api { get; }

    /// <summary>Starts the demo on the sample that comes with it.</summary>
    public static Task<RunningDemo> StartAsync(string data, params IEnumerable<string> more) =>
        StartInAsync(Path.GetTempPath(), data, more);

    /// <summary>As <see cref="StartAsync"/>, in a working directory.</summary>
    public static async Task<RunningDemo> StartInAsync(string directory, string data, params IEnumerable<string> more)
    {
        var process = CairnProcess.StartIn(
            directory, data, ["demo", "--quick", "--port", "0", "--data", data, .. more]);
        try
        {
            var line = await process.WaitForLineAsync(text => Begin().IsMatch(text), TimeSpan.FromMinutes(2));
            var parts = Begin().Match(line);
            return new RunningDemo(
                process, parts.Groups["url"].Value, int.Parse(parts.Groups["id"].Value, CultureInfo.InvariantCulture));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until a run has trained for some steps on the server, and is not over.</summary>
    public async Task<long> WaitForStepsAsync(string name, int steps)
    {
        await Process.WaitForLineAsync(text => text.EndsWith("] " + name, StringComparison.Ordinal), RunLimit);
        for (var until = DateTime.UtcNow + RunLimit; DateTime.UtcNow < until;)
        {
            var run = (await Api.RunsAsync(Project)).FirstOrDefault(run => run.Name == name);
            if (run.Id != 0 && (await Api.PointsAsync(run.Id, "train/loss")).Count >= steps)
                return run.Id;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{name} has not trained {steps} steps within {RunLimit}.");
    }

    /// <summary>What the demo printed when each run ended: name, validation and test accuracy.</summary>
    public IReadOnlyDictionary<string, (string Validation, string Test)> Results => Process.Output
        .Select(line => End().Match(line)).Where(match => match.Success)
        .ToDictionary(match => match.Groups["run"].Value, match => (match.Groups["val"].Value, match.Groups["test"].Value));

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Process.DisposeAsync();
    }

    [GeneratedRegex(@"^Cairn at (?<url>http://\S+) \(server process (?<id>\d+),")]
    private static partial Regex Begin();

    [GeneratedRegex(@"^(?<run>\S.*): val (?<val>0\.\d{4})  test (?<test>0\.\d{4})  [\d.]+ s$")]
    private static partial Regex End();
}
