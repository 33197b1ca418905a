using System.Security.Cryptography;

namespace Cairn.Cli.Reproduce;

/// <summary>
/// The artifacts that a run used, fetched from the server into a temporary folder, one subfolder for each (by name, and
/// by <c>name-v3</c> where it used several versions of one), their bytes checked against the recorded digests. The command finds the folder by the environment variable
/// <see cref="Variable"/>; disposing removes it unless it is to be kept.
/// </summary>
internal sealed class InputFolder : IDisposable
{
    public const string Variable = "CAIRN_INPUTS";

    private readonly bool _keep;

    private InputFolder(string path, bool keep)
    {
        Path = path;
        _keep = keep;
    }

    public string Path { get; }

    /// <summary>Fetches them; null when the run used none. Bytes that do not fit are a <see cref="CommandFailedException"/>.</summary>
    public static async Task<InputFolder?> FetchAsync(
        ServerApi api, RunRecord run, bool keep, Action<string> tell, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"/runs/{run.Id}/artifacts", cancellationToken).ConfigureAwait(false);
        var used = answer.GetProperty("used").EnumerateArray().ToList();
        if (used.Count == 0)
            return null;
        var folder = new InputFolder(Directory.CreateTempSubdirectory("cairn-inputs-").FullName, keep);
        try
        {
            foreach (var version in used)
            {
                var (id, name) = (version.GetProperty("id").GetInt64(), version.GetProperty("collection").GetString()!);
                var place = used.Count(other => other.GetProperty("collection").GetString() == name) > 1
                    ? $"{name}-v{version.GetProperty("version")}"
                    : name;
                var files = await api.GetAsync($"/artifacts/{id}/files", cancellationToken).ConfigureAwait(false);
                var (count, elsewhere) = (0, 0);
                foreach (var file in files.GetProperty("files").EnumerateArray())
                {
                    if (!file.GetProperty("isHere").GetBoolean())
                    {
                        elsewhere++;
                        continue;
                    }

                    await folder.FetchFileAsync(
                        api, id, place, file.GetProperty("path").GetString()!, file.GetProperty("digest").GetString()!, cancellationToken).ConfigureAwait(false);
                    count++;
                }

                tell($"{name}:v{version.GetProperty("version")} with digest {version.GetProperty("digest")}: {count} files fetched"
                    + (elsewhere > 0 ? $", {elsewhere} only point elsewhere" : ""));
            }

            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_keep && Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private async Task FetchFileAsync(
        ServerApi api, long artifact, string collection, string file, string digest, CancellationToken cancellationToken)
    {
        // Names come from whoever logged the artifact: none may lead out of the folder.
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, collection, file));
        if (!path.StartsWith(Path + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new CommandFailedException($"artifact {collection} has a file '{file}' that would lie outside its folder.");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var escaped = string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
        await api.DownloadAsync($"/artifacts/{artifact}/files/{escaped}", path, cancellationToken).ConfigureAwait(false);
        var content = File.OpenRead(path);
        await using (content.ConfigureAwait(false))
        {
#pragma warning disable CA5351 // The protocol's digest, against damage and not against forgers.
            var found = Convert.ToBase64String(await MD5.HashDataAsync(content, cancellationToken).ConfigureAwait(false));
#pragma warning restore CA5351
            if (found != digest)
                throw new CommandFailedException($"file '{file}' of artifact {collection} has digest {found} instead of {digest}.");
        }
    }
}
