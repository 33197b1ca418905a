using System.Globalization;
using Cairn.Core.Access;
using Cairn.Core.LoggedModels;
using Cairn.Core.Projects;
using Cairn.Core.Registry;
using Cairn.Core.Runs;
using Cairn.Protocols.Mlflow.Artifacts;
using Cairn.Protocols.Mlflow.Tracking;

namespace Cairn.Protocols.Mlflow.Registry;

/// <summary>
/// Where a version's files come from. A path of this machine is taken only within the folder of the run that the version
/// is of, so that nobody can register, and then read, any file of the server.
/// </summary>
internal sealed class VersionSource(
    RegistryStore registry, RunStore runs, RunScope scope, LoggedModelStore models, ProjectStore projects)
{
    private const string ModelsScheme = "models:/";

    /// <summary>Ends the call unless a version may come from there; answers where its files are.</summary>
    public string Resolve(Caller caller, string source, string? run)
    {
        if (source.StartsWith(ModelsScheme, StringComparison.Ordinal))
            return ResolveModel(caller, source);
        if (IsLocal(source))
        {
            CheckLocal(caller, source, run);
            return source;
        }

        var decoded = ArtifactPath.DecodeFully(source);
        return decoded.Contains('\0') || decoded.Split('/', '\\', '?', '&', '=').Contains("..")
            ? throw Bad(
                source, "If supplying a source as an http, https, local file, or other URI, it must be an absolute path without '..' in it.")
            : source;
    }

    private string ResolveModel(Caller caller, string source)
    {
        var parts = source[ModelsScheme.Length..].Trim('/').Split('/');
        if (parts.Length == 1 && models.Find(caller, parts[0]) is { } model)
        {
            var project = projects.Find(caller, model.ProjectId)!;
            return $"{ExperimentScope.LocationOf(project)}/models/{model.Uid}/artifacts";
        }

        if (parts.Length == 2
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return registry.FindVersion(caller, parts[0], number)?.Storage
                ?? throw MlflowRefusal.Missing($"Model Version (name={MlflowNames.Shorten(parts[0])}, version={number}) not found.");
        }

        throw Bad(source, "it has to be models:/<name>/<version> or models:/<model id>.");
    }

    private void CheckLocal(Caller caller, string source, string? run)
    {
        var owner = string.IsNullOrEmpty(run) ? null : runs.FindByUid(caller, run);
        var root = owner is null ? null : LocalPath(scope.ArtifactUri(caller, owner));
        var path = LocalPath(source);
        if (root is null || path is null || !IsWithin(path, root))
            throw Bad(source, "To use a local path as a model version source, 'run_id' has to name the run in whose artifacts it is.");
    }

    private static bool IsWithin(string path, string root) =>
        path == root || path.StartsWith(root + "/", StringComparison.Ordinal);

    private static bool IsLocal(string source) =>
        source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || !source.Contains(":/", StringComparison.Ordinal);

    private static string? LocalPath(string uri)
    {
        if (!IsLocal(uri))
            return null;
        var path = ArtifactPath.DecodeFully(uri);
        if (path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            path = path["file:".Length..];
            if (path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("///", StringComparison.Ordinal))
            {
                var slash = path.IndexOf('/', 2);
                path = slash < 0 ? "/" : path[slash..];
            }
        }

        return Path.IsPathRooted(path) && !path.Contains('\0') ? Path.GetFullPath(path).TrimEnd('/') : null;
    }

    private static MlflowRefusal Bad(string source, string why) =>
        MlflowRefusal.Invalid($"Invalid model version source: '{MlflowNames.Shorten(source)}'; {why}");
}
