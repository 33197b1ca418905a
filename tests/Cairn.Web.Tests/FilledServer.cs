namespace Cairn.Web.Tests;

/// <summary>A server with a project of many runs and columns, made by <c>cairn bench --fill</c>.</summary>
public sealed class FilledServer : IAsyncLifetime
{
    internal const string Project = "bench/table";

    /// <summary>How many; the size that the table is made for takes minutes to fill.</summary>
    internal static readonly int Runs = Environment.GetEnvironmentVariable("CAIRN_LONG") == "1" ? 100_000 : 600;

    private readonly TemporaryFolder _data = new();
    private RunningServer _server = null!;

    internal CairnApi Api => _server.Api;

    internal string Url => _server.Url;

    internal string TableUrl => $"{_server.Url}/{Project}/table";

    public async ValueTask InitializeAsync()
    {
        Installation.RequireWeb();
        _server = await RunningServer.StartAsync(_data.Path);
        var filled = await CairnProcess.RunAsync(
            _data.Entry("spool"), TimeSpan.FromMinutes(15), "bench", "--fill", $"runs={Runs},columns=2000", "--url", _server.Url);
        Assert.True(filled.Code == 0, filled.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _data.Dispose();
    }
}
