using System.CommandLine;
using Cairn.Cli;

var root = new RootCommand(
    "Cairn: track machine-learning runs, next to their landmarks. One process, one folder, no key.")
{
    ServeCommand.Make(),
    DemoCommand.Make(),
    SyncCommand.Make(),
    ImportCommand.Make(),
    ReproduceCommand.Make(),
    BisectCommand.Make(),
    BackupCommand.Make(),
    RestoreCommand.Make(),
    CheckCommand.Make(),
    VerdictCommand.Make(),
    LandmarkCommand.Make(),
    GateCommand.Make(),
    BaselinesCommand.Make(),
    BenchCommand.Make(),
};

// Long enough for a server to fold what waits; a second Ctrl-C does not wait.
var patience = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await root.Parse(args).InvokeAsync(patience);
