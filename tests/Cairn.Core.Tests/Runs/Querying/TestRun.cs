using System.Text.Json;
using Cairn.Core.Runs;

namespace Cairn.Core.Tests.Runs.Querying;

/// <summary>Runs with little in them.</summary>
internal static class TestRun
{
    public static Run With(long id, string config = "{}", string summary = "{}", string name = "run", long project = 1) => new()
    {
        Id = id,
        ProjectId = project,
        Uid = "u" + id,
        Name = name,
        State = RunState.Finished,
        Source = "native",
        CreatedAt = 1_000 + id,
        StartedAt = 0,
        HeartbeatAt = 0,
        Config = JsonElement.Parse(config),
        Summary = JsonElement.Parse(summary),
    };
}
