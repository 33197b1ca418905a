using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Protocols.Wandb.Runs;

namespace Cairn.Protocols.Import.Wandb;

/// <summary>Sends what the files of one run hold.</summary>
internal sealed class WandbRunContent(ImportTarget target, ImportTally tally, IReadOnlyList<WandbFile> files)
{
    private readonly WandbHead _head = files[0].Head;

    private long StartedAt => _head.StartTime
        ?? new DateTimeOffset(File.GetCreationTimeUtc(files[0].Path)).ToUnixTimeMilliseconds();

    /// <summary>What the run starts with on the server.</summary>
    public JsonObject Start()
    {
        var start = Names(_head);
        start["source"] = "wandb";
        start["startedAt"] = StartedAt;
        if (_head.ForkedFrom.Length > 0 && _head.ForkedFrom != _head.Id)
            start["parent"] = _head.ForkedFrom;
        return start;
    }

    /// <summary>Sends all of it; answers what the run ends with.</summary>
    public async Task<JsonObject> FillAsync(long run, CancellationToken cancellationToken)
    {
        var replay = new WandbReplay(tally, _head, StartedAt);
        var log = new LogSender(target, tally, run, _head.Id);
        foreach (var file in files)
            await ReplayAsync(file, replay, log, cancellationToken);
        await log.FlushAsync(cancellationToken);
        await SendFilesAsync(run, replay, cancellationToken);
        await SendAlertsAsync(run, replay, cancellationToken);
        return End(replay);
    }

    private async Task ReplayAsync(WandbFile file, WandbReplay replay, LogSender log, CancellationToken cancellationToken)
    {
        replay.BeginFile();
        var records = new RecordLog(file.Path, problem => tally.Missed(_head.Id, problem), note => tally.Note(_head.Id, note)).Read();
        long number = 0;
        foreach (var record in records)
        {
            number++;
            try
            {
                replay.Read(record.Span);
            }
            catch (InvalidDataException exception)
            {
                tally.Missed(_head.Id, $"{file.Path}: record {number} has {exception.Message}", new ImportCounts { Records = 1 });
            }

            await DrainAsync(replay, log, cancellationToken);
        }

        replay.EndFile();
        await DrainAsync(replay, log, cancellationToken);
    }

    private static async Task DrainAsync(WandbReplay replay, LogSender log, CancellationToken cancellationToken)
    {
        foreach (var point in replay.History.Points)
            await log.AddAsync(point, cancellationToken);
        foreach (var point in replay.Hardware)
            await log.AddAsync(point, cancellationToken);
        foreach (var record in replay.History.Records)
            await log.AddAsync(record, cancellationToken);
        foreach (var line in replay.Console)
            await log.AddAsync(line, cancellationToken);
        replay.History.Points.Clear();
        replay.Hardware.Clear();
        replay.History.Records.Clear();
        replay.Console.Clear();
    }

    private async Task SendFilesAsync(long run, WandbReplay replay, CancellationToken cancellationToken)
    {
        // Of what a resumed run saved twice, the later counts.
        var saved = new SortedDictionary<string, ImportedFile>(StringComparer.Ordinal);
        foreach (var file in files.SelectMany(file => file.Saved()).Concat(replay.Artifacts.SelectMany(artifact => artifact.Files)))
            saved[file.Path] = file;
        var copy = await FileCopy.StartAsync(target, tally, run, _head.Id, cancellationToken);
        foreach (var file in saved.Values)
            await copy.AddAsync(file, cancellationToken);
        foreach (var artifact in replay.Artifacts)
        {
            if (artifact.Missing > 0)
            {
                tally.Missed(
                    _head.Id,
                    $"{artifact.Missing} files of artifact '{artifact.Name}' of run {_head.Id} are no longer on this machine.",
                    new ImportCounts { Files = artifact.Missing });
            }

            if (artifact.References > 0)
                tally.Note(_head.Id, $"Artifact '{artifact.Name}' of run {_head.Id} refers to {artifact.References} files elsewhere; they stay there.");
        }
    }

    private async Task SendAlertsAsync(long run, WandbReplay replay, CancellationToken cancellationToken)
    {
        if (replay.Alerts.Count == 0)
            return;
        var answer = await target.GetAsync($"api/v1/runs/{run}/alerts", cancellationToken);
        var known = answer.Ok
            ? answer.Json.GetProperty("alerts").EnumerateArray()
                .Select(alert => (alert.GetProperty("title").GetString(), alert.GetProperty("text").GetString(), alert.GetProperty("time").GetInt64()))
                .ToHashSet()
            : [];
        foreach (var (title, text, level, time) in replay.Alerts)
        {
            var counts = new ImportCounts { Alerts = 1 };
            if (known.Contains((title, text, time)))
            {
                tally.Came(counts);
                continue;
            }

            var body = new JsonObject { ["title"] = title, ["text"] = text, ["level"] = level, ["time"] = time };
            answer = await target.PostAsync($"api/v1/runs/{run}/alerts", body, cancellationToken);
            if (answer.Ok)
                tally.Came(counts);
            else
                tally.Missed(_head.Id, $"Alert '{title}' of run {_head.Id}: {answer.Problem}", counts);
        }
    }

    private JsonObject End(WandbReplay replay)
    {
        var environment = replay.Environment;
        if (replay.Head.Host.Length > 0)
            environment["host"] = replay.Head.Host;
        if (replay.Head.Commit.Length + replay.Head.Remote.Length > 0)
            environment["git"] = new JsonObject { ["commit"] = replay.Head.Commit, ["remote"] = replay.Head.Remote };
        foreach (var folder in files.Select(file => file.FilesFolder).OfType<string>())
        {
            WandbMachine.AddFiles(folder, environment);
            AddSummary(folder, replay.Summary);
        }

        if (replay.TakeInternals() is { Count: > 0 } internals)
            environment[WandbRun.Internals] = internals;
        var end = Names(replay.Head);
        end["config"] = replay.Config;
        end["summary"] = replay.Summary;
        end["environment"] = environment;
        end["state"] = replay.ExitCode switch { null => "crashed", 0 => "finished", _ => "failed" };
        end["exitCode"] = replay.ExitCode;
        end["finishedAt"] = replay.LastTime;
        return end;
    }

    // Some clients write the summary only into its file.
    private static void AddSummary(string folder, JsonObject summary)
    {
        var path = Path.Combine(folder, "wandb-summary.json");
        if (summary.Count > 0 || !File.Exists(path))
            return;
        try
        {
            var json = Cairn.Protocols.Wandb.LooseJson.Parse(File.ReadAllBytes(path));
            if (json.ValueKind == JsonValueKind.Object)
                WandbMachine.Merge(json, summary);
        }
        catch (JsonException)
        {
            // The file comes over as it is; the series tell their last values all the same.
        }
    }

    private static JsonObject Names(WandbHead head)
    {
        var names = new JsonObject();
        Set("name", head.Name);
        Set("group", head.Group);
        Set("jobType", head.JobType);
        Set("notes", head.Notes);
        if (head.Tags.Count > 0)
            names["tags"] = new JsonArray([.. head.Tags.Select(tag => JsonValue.Create(tag))]);
        if (head.Sweep.Length > 0)
            names["labels"] = JsonNode.Parse(WandbRun.SweepLabels(head.Sweep).GetRawText());
        return names;

        void Set(string name, string value)
        {
            if (value.Length > 0)
                names[name] = value;
        }
    }
}
