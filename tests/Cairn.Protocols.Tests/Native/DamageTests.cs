using Microsoft.Data.Sqlite;

namespace Cairn.Protocols.Tests.Native;

/// <summary>Bytes that went bad on disk: what is left is served, what is not is named.</summary>
public sealed class DamageTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_damaged_chunk_is_an_alert_of_its_run_and_the_rest_is_served()
    {
        var project = RunningServer.NewProject();
        var run = await server.StartRunAsync(project);
        var lines = Enumerable.Range(0, 5000).Select(step => $$$"""{"step":{{{step}}},"time":{{{step}}},"metrics":{"loss":0.{{{step + 1}}},"acc":{{{step}}}}}""");
        await server.LogAsync(run, [.. lines]);
        await server.Store.Series.FoldAsync(TestContext.Current.CancellationToken);
        await server.RestartAsync();
        Spoil(Path.Combine(server.Folder, "points.db"));

        var (status, points) = await server.GetAsync($"/api/v1/runs/{run}/points?key=loss");
        Assert.Equal(System.Net.HttpStatusCode.OK, status);
        Assert.Equal(904, points.GetProperty("points").GetArrayLength());
        var (_, whole) = await server.GetAsync($"/api/v1/runs/{run}/points?key=acc");
        Assert.Equal(5000, whole.GetProperty("points").GetArrayLength());
        var (charted, chart) = await server.PostAsync("/api/v1/series/query", $$"""{"runs":[{{run}}],"keys":["loss","acc"],"format":"json"}""");
        Assert.Equal(System.Net.HttpStatusCode.OK, charted);
        Assert.Equal(2, chart.GetProperty("series").GetArrayLength());

        var (_, alerts) = await server.GetAsync($"/api/v1/runs/{run}/alerts");
        var alert = Assert.Single(alerts.GetProperty("alerts").EnumerateArray());
        Assert.Equal("error", alert.GetProperty("level").GetString());
        Assert.Equal("Damaged on disk: loss, steps 0 to 4095", alert.GetProperty("title").GetString());
        Assert.Contains("4096 points", alert.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("cairn check", alert.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    private static void Spoil(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            UPDATE chunk SET data = zeroblob(length(data)) WHERE id = (
                SELECT min(c.id) FROM chunk c JOIN series s ON s.id = c.id >> 24 JOIN key k ON k.id = s.key
                WHERE k.key = CAST('loss' AS BLOB))
            """;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
