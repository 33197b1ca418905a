using System.Text;

namespace Cairn.Cli.Reproduce;

/// <summary>
/// A second work tree of a repository, in a temporary folder, at the commit of a run. The user's own work tree, index
/// and branches stay as they are; disposing removes the second one unless it is to be kept.
/// </summary>
internal sealed class WorkTree : IAsyncDisposable
{
    private readonly string _repository;
    private readonly bool _keep;

    private WorkTree(string repository, string path, bool keep)
    {
        _repository = repository;
        Path = path;
        _keep = keep;
    }

    /// <summary>Top folder of the second work tree.</summary>
    public string Path { get; }

    /// <summary>The top folder of the repository that a folder lies in; it has to know <paramref name="commit"/>.</summary>
    public static async Task<string> FindRepositoryAsync(
        string folder, string commit, string? remote, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            throw new CommandFailedException($"there is no folder {folder}.");
        var (code, top, _) = await Git.TryAsync(folder, ["rev-parse", "--show-toplevel"], cancellationToken).ConfigureAwait(false);
        var origin = remote is null ? "" : $" (the run's origin was {remote})";
        if (code != 0)
            throw new CommandFailedException($"{folder} lies in no git repository: name a clone of the run's repository with --repo DIR{origin}.");
        (code, _, _) = await Git.TryAsync(top, ["cat-file", "-e", commit + "^{commit}"], cancellationToken).ConfigureAwait(false);
        return code == 0
            ? top
            : throw new CommandFailedException($"the repository at {top} lacks commit {commit}: fetch it, or name another clone with --repo DIR{origin}.");
    }

    /// <summary>Checks a commit out beside the user's own work tree and applies the changes of <paramref name="patch"/>.</summary>
    public static async Task<WorkTree> AddAsync(
        string repository, string commit, byte[]? patch, bool keep, CancellationToken cancellationToken)
    {
        var path = Directory.CreateTempSubdirectory("cairn-rerun-").FullName;
        var tree = new WorkTree(repository, path, keep);
        try
        {
            await Git.RunAsync(repository, ["worktree", "add", "--quiet", "--detach", "--force", path, commit], cancellationToken).ConfigureAwait(false);
            if (File.Exists(System.IO.Path.Combine(path, ".gitmodules")))
                await Git.RunAsync(path, ["submodule", "update", "--init", "--recursive", "--quiet"], cancellationToken).ConfigureAwait(false);
            if (patch is { Length: > 0 })
                await tree.ApplyAsync(patch, cancellationToken).ConfigureAwait(false);
            return tree;
        }
        catch
        {
            await tree.RemoveAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Checks another commit out in this tree, throwing away what was built from the one before.</summary>
    public async Task MoveToAsync(string commit, CancellationToken cancellationToken)
    {
        await Git.RunAsync(Path, ["checkout", "--quiet", "--force", "--detach", commit], cancellationToken).ConfigureAwait(false);
        await Git.RunAsync(Path, ["clean", "-ffdxq"], cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_keep)
            await RemoveAsync().ConfigureAwait(false);
    }

    private async Task ApplyAsync(byte[] patch, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetString(patch, Math.Max(0, patch.Length - 100), Math.Min(100, patch.Length)).Contains("[cut here:", StringComparison.Ordinal))
            throw new CommandFailedException("the run's uncommitted changes were longer than what is kept of them, so its code cannot be rebuilt.");
        var (code, _, errors) = await Git.TryAsync(
            Path, ["apply", "--whitespace=nowarn", "-"], cancellationToken, patch).ConfigureAwait(false);
        if (code != 0)
            throw new CommandFailedException($"the run's uncommitted changes do not apply to its commit: {errors.Trim()}");
    }

    private async Task RemoveAsync()
    {
        await Git.TryAsync(_repository, ["worktree", "remove", "--force", Path], CancellationToken.None).ConfigureAwait(false);
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        await Git.TryAsync(_repository, ["worktree", "prune"], CancellationToken.None).ConfigureAwait(false);
    }
}
