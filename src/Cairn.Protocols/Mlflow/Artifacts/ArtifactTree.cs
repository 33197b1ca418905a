using Cairn.Core.Access;
using Cairn.Core.Files;
using Cairn.Core.Runs;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Artifacts;

/// <summary>
/// The one tree of files that the artifact proxy serves. What lies in a run's artifact folder is a file of that run;
/// everything else, such as the files of logged models and traces, belongs to no run.
/// </summary>
internal sealed class ArtifactTree(FileStore files, LooseFileStore loose, RunStore runs, RunScope scope)
{
    private const string Scheme = "mlflow-artifacts:";
    private const string Folder = "artifacts";

    /// <summary>Files and folders directly in a folder, by name; none where it is not there or a file.</summary>
    public IReadOnlyList<FileWire> List(Caller caller, string path)
    {
        var (run, inner) = Locate(caller, path);
        return run is null ? Children(loose.List(caller, Prefix(inner)), Prefix(inner)) : List(caller, run, inner);
    }

    /// <summary>Files and folders directly in a folder of a run, by name.</summary>
    public IReadOnlyList<FileWire> List(Caller caller, Run run, string path) =>
        Children(files.List(caller, run.Id, Prefix(path)), Prefix(path));

    /// <summary>The file of a path; null when there is none.</summary>
    public RunFile? Find(Caller caller, string path)
    {
        var (run, inner) = Locate(caller, path);
        return run is null ? loose.Find(caller, inner) : files.Find(caller, run.Id, inner);
    }

    /// <summary>The file of a path in a run; null when there is none.</summary>
    public RunFile? Find(Caller caller, Run run, string path) => files.Find(caller, run.Id, path);

    /// <summary>Opens a file's bytes; null when they are gone.</summary>
    public FileStream? OpenRead(RunFile file) => files.OpenRead(file);

    /// <summary>Keeps all bytes of <paramref name="content"/>; a path that can't be kept ends the call.</summary>
    public Task<RunFile> WriteAsync(
        Caller caller, string path, Stream content, string? contentType, CancellationToken cancellationToken)
    {
        var (run, inner) = Locate(caller, path);
        return (run is null
            ? loose.WriteAsync(caller, inner, content, contentType, cancellationToken)
            : files.WriteAsync(caller, run.Id, inner, content, contentType, cancellationToken)).OrRefuseAsync();
    }

    /// <summary>Keeps all bytes of <paramref name="content"/> in a run.</summary>
    public Task<RunFile> WriteAsync(
        Caller caller, Run run, string path, Stream content, string? contentType, CancellationToken cancellationToken) =>
        files.WriteAsync(caller, run.Id, path, content, contentType, cancellationToken).OrRefuseAsync();

    /// <summary>Removes a file, or a folder with all in it.</summary>
    public async Task DeleteAsync(Caller caller, string path, CancellationToken cancellationToken)
    {
        var (run, inner) = Locate(caller, path);
        if (run is null)
        {
            await loose.DeleteAsync(caller, inner, cancellationToken);
            return;
        }

        foreach (var file in files.List(caller, run.Id, inner).Where(file =>
            inner.Length == 0 || file.Path == inner || file.Path.StartsWith(inner + "/", StringComparison.Ordinal)))
        {
            await files.DeleteAsync(caller, run.Id, file.Path, cancellationToken);
        }
    }

    /// <summary>The path of the proxy that a location names; null when the location is another server's.</summary>
    public static string? PathOf(string location)
    {
        if (!location.StartsWith(Scheme, StringComparison.Ordinal))
            return null;
        var path = location[Scheme.Length..];
        var query = path.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0)
            path = path[..query];

        // A host may stand before the path; clients talk to it, and it is this one when they do.
        if (path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("///", StringComparison.Ordinal))
        {
            var slash = path.IndexOf('/', 2);
            path = slash < 0 ? "" : path[slash..];
        }

        return path.Trim('/');
    }

    private (Run? Run, string Path) Locate(Caller caller, string path)
    {
        var parts = path.Split('/');
        for (var i = 0; i + 1 < parts.Length; i++)
        {
            if (parts[i + 1] != Folder || runs.FindByUid(caller, parts[i]) is not { } run)
                continue;
            var root = PathOf(scope.ArtifactUri(caller, run));
            if (root == string.Join('/', parts[..(i + 2)]))
                return (run, string.Join('/', parts[(i + 2)..]));
        }

        return (null, path);
    }

    private static string Prefix(string folder) => folder.Length == 0 ? "" : folder + "/";

    private static List<FileWire> Children(IReadOnlyList<RunFile> below, string prefix)
    {
        var children = new SortedDictionary<string, FileWire>(StringComparer.Ordinal);
        foreach (var file in below)
        {
            var name = file.Path[prefix.Length..];
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
                children[name] = new FileWire(name, false, file.Size);
            else
                children.TryAdd(name[..slash], new FileWire(name[..slash], true, null));
        }

        return [.. children.Values];
    }
}
