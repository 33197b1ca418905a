namespace Cairn.Cli.Reproduce;

/// <summary>What to start to do a run again, and where.</summary>
/// <param name="Command">Program and arguments.</param>
/// <param name="Folder">Where it starts, within the second work tree.</param>
/// <param name="Run">Which of the runs that it starts is the one meant, from 0.</param>
internal sealed record RerunPlan(IReadOnlyList<string> Command, string Folder, int Run)
{
    private const string Struck = "***";
    private static readonly StringComparison Exact = StringComparison.Ordinal;

    /// <summary>
    /// Reads off the record how the run was started and turns paths into the recorded work tree into paths into
    /// <paramref name="tree"/>. A record that does not say enough is a <see cref="CommandFailedException"/>.
    /// </summary>
    public static RerunPlan Make(RunRecord run, string tree, IReadOnlyList<string> given)
    {
        var folder = FolderOf(run, tree);
        if (given.Count > 0)
            return new RerunPlan(given, folder, Run: 0);
        if (run.MachineList("rerun") is { Count: > 0 } own)
            return new RerunPlan(Whole(own), tree, Run: 0);
        if (run.MachineList("arguments") is { Count: > 0 } arguments)
            return new RerunPlan(Whole(Start(run, arguments, tree)), folder, run.ProcessRun);
        if (run.Label("mlflow.source.name") is { } script && script.EndsWith(".py", Exact))
            return new RerunPlan(["python3", Moved(script, RootOf(run), tree)], folder, Run: 0);
        throw new CommandFailedException(
            $"the record of run {run.Uid} does not say how it was started. Say it: cairn reproduce {run.Id} -- COMMAND …");
    }

    /// <summary>The command as one line to read.</summary>
    public override string ToString() =>
        string.Join(' ', Command.Select(part => part.Length == 0 || part.Contains(' ') ? $"\"{part}\"" : part));

    private static IReadOnlyList<string> Start(RunRecord run, IReadOnlyList<string> arguments, string tree)
    {
        var root = RootOf(run);
        var rest = arguments.Skip(1).Select(argument => Moved(argument, root, tree));
        var (program, executable) = (arguments[0], run.Machine("executable"));
        if (!program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            // A script and the interpreter that ran it, or a program that is its own executable.
            var moved = Moved(program, root, tree);
            return executable is { Length: > 0 } && executable != program
                ? [File.Exists(executable) ? executable : Path.GetFileName(executable), moved, .. rest]
                : program.EndsWith(".py", Exact) ? ["python3", moved, .. rest] : [moved, .. rest];
        }

        if (!IsWithin(program, root))
        {
            // The host named "dotnet" needs to be told the program, a program's own starter knows it.
            return executable is { Length: > 0 } && File.Exists(executable) && Path.GetFileNameWithoutExtension(executable) != "dotnet"
                ? [executable, .. rest]
                : ["dotnet", program, .. rest];
        }


        // A program that was built within the work tree has to be built again, from the sources of the second one.
        var project = FindProject(tree, Path.GetFileNameWithoutExtension(program)) ?? throw new CommandFailedException(
            $"the run's program {program} was built, and no project in the repository builds {Path.GetFileName(program)}. "
            + $"Say how to build and start it: cairn reproduce {run.Id} -- COMMAND …");
        var configuration = program.Contains("debug", StringComparison.OrdinalIgnoreCase) ? "Debug" : "Release";
        return ["dotnet", "run", "--configuration", configuration, "--project", project, "--", .. rest];
    }

    private static string? FindProject(string tree, string assembly)
    {
        var projects = Directory.EnumerateFiles(tree, "*.*proj", SearchOption.AllDirectories).ToList();
        return projects.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file).Equals(assembly, Exact))
            ?? projects.FirstOrDefault(file => File.ReadAllText(file).Contains($"<AssemblyName>{assembly}</AssemblyName>", Exact));
    }

    private static string FolderOf(RunRecord run, string tree)
    {
        var folder = Moved(run.Machine("workingDirectory") ?? "", RootOf(run), tree);

        // W&B's clients tell the script's path from the repository's top, and as it was given: the rest is the folder.
        if (run.Machine("codePath") is { } code && run.Machine("program") is { } program
            && !Path.IsPathRooted(program) && code.EndsWith(program, Exact))
        {
            folder = Path.Combine(tree, code[..^program.Length]);
        }

        return IsWithin(folder, tree) && Directory.Exists(folder) ? folder : tree;
    }

    private static string? RootOf(RunRecord run) =>
        run.Git.ValueKind == System.Text.Json.JsonValueKind.Object && run.Git.TryGetProperty("root", out var root)
            ? root.GetString()
            : run.Source.StartsWith("wandb", Exact) ? run.Machine("workingDirectory") : null;

    private static string Moved(string path, string? root, string tree) =>
        root is not null && IsWithin(path, root) ? tree + path[root.Length..] : path;

    private static bool IsWithin(string path, string? folder) => folder is { Length: > 0 }
        && path.StartsWith(folder, Exact) && (path.Length == folder.Length || path[folder.Length] is '/' or '\\');

    private static IReadOnlyList<string> Whole(IReadOnlyList<string> command) =>
        command.FirstOrDefault(part => part == Struck || part.EndsWith("=" + Struck, Exact)) is { } secret
            ? throw new CommandFailedException(
                $"an argument that looked like a secret was struck out of the record ('{secret}'), so the command cannot be repeated as it was. "
                + "Give the whole command after --.")
            : command;
}
