using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Import;

/// <summary>Reads back what an import left on a server.</summary>
internal static class ImportedRuns
{
    public static async Task<JsonElement> RunAsync(this RunningServer server, string project, string uid)
    {
        var (status, run) = await server.GetAsync($"/api/v1/projects/{project}/runs/{uid}");
        Assert.True(status == HttpStatusCode.OK, $"{status}: {run}");
        return run;
    }

    public static async Task<List<(long Step, long Time, string Value)>> PointsAsync(this RunningServer server, JsonElement run, string key)
    {
        var (_, json) = await server.GetAsync($"/api/v1/runs/{run.GetProperty("id")}/points?key={Uri.EscapeDataString(key)}&limit=100000");
        return [.. json.GetProperty("points").EnumerateArray().Select(point => (point[0].GetInt64(), point[1].GetInt64(), point[2].ToString()))];
    }

    public static async Task<string> FileAsync(this RunningServer server, JsonElement run, string path) =>
        await server.Http.GetStringAsync($"/api/v1/runs/{run.GetProperty("id")}/files/{path}");
}
