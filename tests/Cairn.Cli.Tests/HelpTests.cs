namespace Cairn.Cli.Tests;

public sealed class HelpTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("", "serve", "demo", "sync", "import", "backup", "restore", "check", "bench")]
    [InlineData("serve", "--port", "--host", "--data", "--index-memory", "--reserve", "--frame-from", "--verbose")]
    [InlineData("backup", "<DIR>", "--data", "--copy", "--json")]
    [InlineData("restore", "<BACKUP>", "--data", "--json")]
    [InlineData("check", "<DIR>", "--json")]
    [InlineData("demo", "--port", "--data", "--dataset", "--quick", "--exit")]
    [InlineData("sync", "<spool>", "--url", "--json")]
    [InlineData("reproduce", "<run>", "--url", "--repo", "--commit", "--tolerance", "--ignore", "--keep", "--json")]
    [InlineData("bisect", "<good>", "<bad>", "--metric", "--url", "--repo", "--json")]
    [InlineData("bench", "--url", "--protocol", "--seconds", "--connections", "--json")]
    public async Task Help_names_every_option(string command, params string[] names)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = command.Length == 0 ? ["--help"] : [command, "--help"];
        var ended = await CairnProcess.RunAsync(folder.Path, Limit, arguments);
        Assert.Equal((0, ""), (ended.Code, ended.Errors));
        Assert.All(names, name => Assert.Contains(name, ended.Output));
        Assert.DoesNotContain("--follow-input", ended.Output);
        Assert.DoesNotContain("--eager", ended.Output);
    }

    [Theory]
    [InlineData("--port takes a number from 0 to 65535, not 'eighty'", "serve", "--port", "eighty")]
    [InlineData("--port takes a number from 0 to 65535, not '65536'", "demo", "--port", "65536")]
    [InlineData("--host takes localhost, * or an IP address, not 'nonsense'", "serve", "--host", "nonsense")]
    [InlineData("--url takes an address such as http://localhost:8080, not 'garbage'", "sync", "--url", "garbage")]
    [InlineData("--prot", "serve", "--prot", "8080")]
    [InlineData("serf", "serf")]
    [InlineData("'native'", "bench", "--protocol", "carrier-pigeon")]
    [InlineData("--seconds", "bench", "--seconds", "few")]
    public async Task A_wrong_argument_is_named_and_what_is_right_is_shown(string says, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var ended = await CairnProcess.RunAsync(folder.Path, Limit, arguments);
        Assert.NotEqual(0, ended.Code);
        Assert.Contains(says, ended.Errors);
        Assert.DoesNotContain("   at ", ended.Errors);
        Assert.Contains("Usage:", ended.Output);
    }
}
