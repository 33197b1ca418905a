using System.Runtime.CompilerServices;

namespace Cairn.Protocols.Import.Mlflow;

/// <summary>Finds the artifacts of runs on this machine, whatever their location was called when they were written.</summary>
/// <param name="tally">Notes the runs whose artifacts are elsewhere.</param>
/// <param name="home">The folder against which relative locations stand.</param>
/// <param name="proxied">The folder that MLflow's server kept proxied artifacts in; null when there is none.</param>
internal sealed class ArtifactFolder(ImportTally tally, string home, string? proxied)
{
    private const string Proxy = "mlflow-artifacts:";

    public IAsyncEnumerable<ImportedFile> FilesAsync(MlflowRun run, CancellationToken cancellationToken) =>
        FilesAsync("run", run.Id, run.Folder, run.ArtifactUri, cancellationToken);

    public IAsyncEnumerable<ImportedFile> FilesAsync(MlflowLoggedModel model, CancellationToken cancellationToken) =>
        FilesAsync("logged model", model.Id, model.Folder, model.ArtifactUri, cancellationToken);

    private async IAsyncEnumerable<ImportedFile> FilesAsync(
        string what, string id, string? own, string uri, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var folder = Find(own, uri, out var isElsewhere);
        if (isElsewhere)
        {
            tally.Missed(
                id,
                $"The artifacts of {what} {id} are at {uri}, which is not on this machine. " +
                "Copy them here and name their folder by --artifacts, or import from the tracking server that reads them.");
        }

        if (folder is null)
            yield break;
        foreach (var file in ImportedFile.Below(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return file;
        }
    }

    // A run that logged no artifact has no folder, which is no loss; one on another machine may have many.
    private string? Find(string? folder, string uri, out bool isElsewhere)
    {
        isElsewhere = false;
        if (folder is not null && Existing(Path.Combine(folder, "artifacts")) is { } own)
            return own;
        if (uri.StartsWith(Proxy, StringComparison.Ordinal))
        {
            var path = uri[Proxy.Length..];
            if (path.StartsWith("//", StringComparison.Ordinal))
                path = path[2..].IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? path[(slash + 2)..] : "";
            isElsewhere = proxied is null;
            return proxied is null ? null : Within(proxied, path.Trim('/'));
        }

        if (uri.Length == 0)
            return null;
        if (LocalPath(uri) is not { } local)
        {
            isElsewhere = true;
            return null;
        }

        if (Existing(Path.GetFullPath(local, home)) is { } found)
            return found;

        // The tree may have moved since: its last parts are experiment, run and "artifacts", or experiment, "models", the
        // logged model and "artifacts".
        var parts = local.Replace('\\', '/').Trim('/').Split('/');
        var kept = parts is [.., "models", _, "artifacts"] ? 4 : 3;
        var tail = string.Join('/', parts[Math.Max(0, parts.Length - kept)..]);
        return (proxied is null ? null : Within(proxied, tail))
            ?? Within(home, tail) ?? Within(Path.Combine(home, "mlruns"), tail) ?? Within(Path.Combine(home, "mlartifacts"), tail);
    }

    private static string? LocalPath(string uri)
    {
        if (uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            var path = Uri.UnescapeDataString(uri["file:".Length..]);
            if (path.StartsWith("//", StringComparison.Ordinal))
                path = path[2..].IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? path[(slash + 2)..] : "/";
            return path;
        }

        // One letter before a colon is a drive, more are a scheme.
        return uri.IndexOf(':', StringComparison.Ordinal) > 1 && uri.Contains(":/", StringComparison.Ordinal) ? null : uri;
    }

    private static string? Within(string folder, string path)
    {
        var root = Path.GetFullPath(folder);
        var full = Path.GetFullPath(Path.Combine(root, path));
        return full == root || full.StartsWith(root.TrimEnd('/') + '/', StringComparison.Ordinal) ? Existing(full) : null;
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}
