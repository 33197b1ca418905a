using System.Net;
using System.Net.Sockets;

namespace Cairn.Cli.Tests;

public sealed class ServeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_server_is_ready_once_it_has_said_its_address_and_says_who_it_is()
    {
        using var data = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(data.Path);
        Assert.Equal("OK", await server.Api.TextAsync("health"));
        var about = await server.Api.GetAsync("/server");
        Assert.Equal(server.Process.Id, about.GetProperty("pid").GetInt32());
        Assert.Equal(data.Path, about.GetProperty("dataDirectory").GetString());
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_and_told_who_holds_it()
    {
        using var data = new TemporaryFolder();
        await using var first = await RunningServer.StartAsync(data.Path);
        var second = await CairnProcess.RunAsync(data.Path, Limit, "serve", "--port", "0", "--data", data.Path);
        Assert.Equal(2, second.Code);
        Assert.Contains($"process {first.Process.Id}", second.Errors);
        Assert.Contains("--data DIR", second.Errors);
        Assert.Equal("OK", await first.Api.TextAsync("health"));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("demo")]
    public async Task A_port_that_is_taken_is_refused_with_what_to_do(string command)
    {
        using var data = new TemporaryFolder();
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        var ended = await CairnProcess.RunAsync(data.Path, Limit, command, "--port", $"{port}", "--data", data.Path);
        Assert.Equal(2, ended.Code);
        Assert.Contains($"Port {port} is taken", ended.Errors);
        Assert.Contains("--port N", ended.Errors);
        Assert.DoesNotContain("   at ", ended.Errors + ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("meta.db")]
    [InlineData("points.db")]
    [InlineData("logs.db")]
    public async Task A_folder_with_a_damaged_database_is_refused_in_a_sentence_and_left_alone(string damaged)
    {
        using var data = new TemporaryFolder();
        await using (await RunningServer.StartAsync(data.Path))
        {
        }

        var junk = new byte[20_000];
        new Random(7).NextBytes(junk);
        await File.WriteAllBytesAsync(data.Entry(damaged), junk, TestContext.Current.CancellationToken);
        foreach (var log in new[] { "-wal", "-shm" })
            File.Delete(data.Entry(damaged + log)); // else SQLite takes the pages from there, and all is well
        var ended = await CairnProcess.RunAsync(data.Path, Limit, "serve", "--port", "0", "--data", data.Path);
        Assert.Equal(2, ended.Code);
        Assert.Contains($"{damaged} cannot be used", ended.Errors);
        Assert.Contains("cairn restore", ended.Errors);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
        Assert.Equal(junk, await File.ReadAllBytesAsync(data.Entry(damaged), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_refused_in_a_sentence()
    {
        using var data = new TemporaryFolder();
        await File.WriteAllTextAsync(data.Entry("file"), "mine", TestContext.Current.CancellationToken);
        var ended = await CairnProcess.RunAsync(data.Path, Limit, "serve", "--port", "0", "--data", data.Entry("file"));
        Assert.Equal(2, ended.Code);
        Assert.Contains("--data DIR", ended.Errors);
        Assert.DoesNotContain("   at ", ended.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_a_server_in_order(string signal)
    {
        using var data = new TemporaryFolder();
        await using (var server = await RunningServer.StartAsync(data.Path))
        {
            await server.Api.PostAsync("/runs", new { project = "local/kept", uid = "one" });
            Signals.Send(signal, server.Process.Id);
            Assert.Equal(0, await server.Process.WaitForExitAsync(Limit));
            Assert.Equal("", server.Process.Errors);
        }

        Assert.False(File.Exists(data.Entry("cairn.pid")));
        await using var again = await RunningServer.StartAsync(data.Path);
        Assert.Equal("one", Assert.Single(await again.Api.RunsAsync("local/kept")).Uid);
    }

    [Fact]
    public async Task A_page_that_watches_does_not_hold_up_the_end()
    {
        using var data = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(data.Path);
        using var http = new HttpClient();
        await using var events = await http.GetStreamAsync(
            new Uri(server.Url + "/api/v1/events"), TestContext.Current.CancellationToken);
        Assert.True(await events.ReadAsync(new byte[1], TestContext.Current.CancellationToken) > 0);
        server.Process.Terminate();
        Assert.Equal(0, await server.Process.WaitForExitAsync(Limit));
        Assert.False(File.Exists(data.Entry("cairn.pid")));
    }
}
