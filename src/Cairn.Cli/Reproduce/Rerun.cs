using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cairn.Cli.Reproduce;

/// <summary>Starts the command of a run so that what it logs becomes a run of its own beneath the first.</summary>
internal static class Rerun
{
    private const string OpenKey = "0000000000000000000000000000000000000000";

    /// <summary>
    /// Runs the plan to its end and answers the new run; null when the command logged none. What the command prints
    /// goes to standard error, so that this command's own answer stays apart.
    /// </summary>
    public static async Task<(int ExitCode, RunRecord? Run)> StartAsync(
        ServerApi api, RunRecord original, RerunPlan plan, IReadOnlyList<string> tags, string? inputs,
        CancellationToken cancellationToken)
    {
        // MLflow's ids are 32 hexadecimal digits; the others take any.
        var uid = original.Source.StartsWith("mlflow", StringComparison.Ordinal)
            ? Guid.NewGuid().ToString("N")
            : Random.Shared.GetString("0123456789abcdefghijklmnopqrstuvwxyz", 8);
        var ours = original.Source is "dotnet";
        if (!ours)
            await PrepareAsync(api, original, uid, tags, cancellationToken).ConfigureAwait(false);
        var code = await RunAsync(plan, Variables(api.Url, original, uid, plan.Run, inputs), cancellationToken).ConfigureAwait(false);
        var found = await FindAsync(api, original, uid, cancellationToken).ConfigureAwait(false);
        return (code, found);
    }

    // Foreign clients know no parent: the run is there before they start, and they continue it under its id.
    private static async Task PrepareAsync(
        ServerApi api, RunRecord original, string uid, IReadOnlyList<string> tags, CancellationToken cancellationToken) =>
        await api.SendAsync(
            HttpMethod.Post,
            "/runs",
            new JsonObject
            {
                ["project"] = original.Project,
                ["uid"] = uid,
                ["name"] = original.Name,
                ["parent"] = original.Uid,
                ["source"] = original.Source,
                ["resume"] = "never",
                ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode?)tag)]),
            },
            cancellationToken).ConfigureAwait(false);

    private static Dictionary<string, string?> Variables(string url, RunRecord original, string uid, int run, string? inputs)
    {
        var (team, project) = (original.Project[..original.Project.IndexOf('/')], original.Project[(original.Project.IndexOf('/') + 1)..]);
        return new Dictionary<string, string?>
        {
            ["CAIRN_URL"] = url,
            ["CAIRN_MODE"] = null,
            [InputFolder.Variable] = inputs,
            ["CAIRN_REPRODUCE"] = new JsonObject
            {
                ["uid"] = uid,
                ["parent"] = original.Uid,
                ["run"] = run,
            }.ToJsonString(),
            ["WANDB_BASE_URL"] = url,
            ["WANDB_API_KEY"] = Environment.GetEnvironmentVariable("WANDB_API_KEY") ?? OpenKey,
            ["WANDB_ENTITY"] = team,
            ["WANDB_PROJECT"] = project,
            ["WANDB_RUN_ID"] = uid,
            ["WANDB_RESUME"] = "allow",
            ["WANDB_MODE"] = null,
            ["WANDB_RUN_GROUP"] = null,
            ["WANDB_SWEEP_ID"] = null,
            ["MLFLOW_TRACKING_URI"] = url,
            ["MLFLOW_RUN_ID"] = original.Source.StartsWith("mlflow", StringComparison.Ordinal) ? uid : null,
        };
    }

    private static async Task<int> RunAsync(
        RerunPlan plan, Dictionary<string, string?> variables, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(plan.Command[0])
        {
            WorkingDirectory = plan.Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in plan.Command.Skip(1))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.OutputDataReceived += (_, line) =>
            {
                if (line.Data is not null)
                    Console.Error.WriteLine(line.Data);
            };
            process.BeginOutputReadLine();
            try
            {
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            throw new CommandFailedException($"{plan.Command[0]} cannot be started: {e.Message}.");
        }
    }

    private static async Task<RunRecord?> FindAsync(
        ServerApi api, RunRecord original, string uid, CancellationToken cancellationToken)
    {
        var slash = original.Project.IndexOf('/');
        var project = $"{Uri.EscapeDataString(original.Project[..slash])}/{Uri.EscapeDataString(original.Project[(slash + 1)..])}";
        var page = await api.SendAsync(
            HttpMethod.Post,
            $"/projects/{project}/runs/query",
            new JsonObject { ["filter"] = $"uid = '{uid}'", ["limit"] = 1 },
            cancellationToken).ConfigureAwait(false);
        if (page.GetProperty("runs").GetArrayLength() == 0)
            return null;
        var id = page.GetProperty("runs")[0].GetProperty("id").GetInt64();
        var run = await api.GetAsync($"/runs/{id}", cancellationToken).ConfigureAwait(false);
        var series = await api.GetAsync($"/runs/{id}/series", cancellationToken).ConfigureAwait(false);
        var empty = series.GetProperty("series").GetArrayLength() == 0
            && !(run.TryGetProperty("summary", out var summary) && summary.EnumerateObject().Any());
        if (!empty)
            return new RunRecord(run);

        // Prepared, but the command never came to log to it.
        await api.SendAsync(HttpMethod.Delete, $"/runs/{id}", null, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
