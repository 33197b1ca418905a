using System.CommandLine;
using Cairn.Cli;

var root = new RootCommand(
    "Cairn: track machine-learning runs, next to their landmarks. One process, one folder, no key.")
{
    ServeCommand.Make(),
    DemoCommand.Make(),
    SyncCommand.Make(),
    ImportCommand.Make(),
    BenchCommand.Make(),
};
return await root.Parse(args).InvokeAsync();
