namespace Cairn.Protocols.Tests.Native;

public sealed class EventEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Events_tell_runs_points_and_console_and_resume_after_a_cursor()
    {
        var project = RunningServer.NewProject();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var stream = new EventReader(await server.Http.GetStreamAsync($"/api/v1/events?project={project}", limit.Token));
        var hello = await stream.NextAsync(limit.Token);
        Assert.Equal("hello", hello.Name);

        var run = await server.StartRunAsync(project);
        await server.LogAsync(
            run, """{"step":4,"time":1,"metrics":{"a":1,"b":2}}""", """{"time":1,"console":{"line":8,"text":"x"}}""");
        var told = new[] { await stream.NextAsync(limit.Token), await stream.NextAsync(limit.Token), await stream.NextAsync(limit.Token) };
        Assert.Equal(["run", "points", "console"], told.Select(one => one.Name));
        Assert.Contains("\"change\":\"created\"", told[0].Data, StringComparison.Ordinal);
        Assert.Contains("\"points\":2,\"lastStep\":4", told[1].Data, StringComparison.Ordinal);
        Assert.Contains("\"total\":9", told[2].Data, StringComparison.Ordinal);

        using var again = new EventReader(
            await server.Http.GetStreamAsync($"/api/v1/events?project={project}&cursor={told[0].Id}", limit.Token));
        Assert.Equal("hello", (await again.NextAsync(limit.Token)).Name);
        Assert.Equal(told[1], await again.NextAsync(limit.Token));

        using var old = new EventReader(
            await server.Http.GetStreamAsync($"/api/v1/events?project={project}&cursor=1-1", limit.Token));
        Assert.Equal("reset", (await old.NextAsync(limit.Token)).Name);
    }

    private sealed class EventReader(Stream stream) : IDisposable
    {
        private readonly StreamReader _reader = new(stream);

        public async Task<(string Id, string Name, string Data)> NextAsync(CancellationToken cancellationToken)
        {
            string id = "", name = "", data = "";
            while (await _reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line[4..];
                else if (line.StartsWith("event: ", StringComparison.Ordinal))
                    name = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    data = line[6..];
                else if (line.Length == 0 && name.Length > 0)
                    return (id, name, data);
            }

            throw new EndOfStreamException();
        }

        public void Dispose() => _reader.Dispose();
    }
}
