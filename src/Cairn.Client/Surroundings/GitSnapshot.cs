using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Client.Surroundings;

/// <summary>What git knows of the code that runs.</summary>
/// <param name="Commit">Full hash of the commit, or null before the first one.</param>
/// <param name="Branch">The branch, or null on a detached head.</param>
/// <param name="Remote">Address of <c>origin</c> without credentials, or null.</param>
/// <param name="Dirty">Whether there are uncommitted changes or untracked files.</param>
/// <param name="Diff">Staged and unstaged changes to tracked files, as <c>git apply</c> takes them; empty when there are none.</param>
/// <param name="Root">Top folder of the work tree.</param>
/// <param name="Untracked">Files that git neither tracks nor ignores, at most <see cref="MostUntracked"/>; their contents are not kept.</param>
internal sealed record GitSnapshot(
    string? Commit, string? Branch, string? Remote, bool Dirty, byte[] Diff, string? Root, IReadOnlyList<string> Untracked)
{
    public const int MostDiff = 10 << 20;
    public const int MostUntracked = 100;

    /// <summary>Asks git about a directory; null without git or outside a repository.</summary>
    public static GitSnapshot? Take(string directory, TimeSpan limit, int mostDiff = MostDiff)
    {
        var clock = Stopwatch.StartNew();
        if (Ask("rev-parse", "--is-inside-work-tree") is not "true")
            return null;
        var commit = Ask("rev-parse", "--verify", "--quiet", "HEAD");
        var status = Ask("status", "--porcelain", "--no-renames");
        string[] quiet = ["--no-ext-diff", "--no-textconv", "--no-color", "--binary"];
        // Without a commit there is nothing to compare with but the index.
        var diff = status is null or "" ? [] : Run(mostDiff + 1,
            commit is null ? ["diff", .. quiet] : ["diff", "HEAD", .. quiet]);
        return new GitSnapshot(
            commit,
            Ask("symbolic-ref", "--short", "--quiet", "HEAD"),
            Ask("config", "--get", "remote.origin.url") is { } remote ? GitRemote.WithoutCredentials(remote) : null,
            status is { Length: > 0 },
            Cut(diff ?? [], mostDiff),
            Ask("rev-parse", "--show-toplevel"),
            status is null or "" ? [] : [.. (Ask("ls-files", "--others", "--exclude-standard", "--full-name", "-z") ?? "")
                .Split('\0', StringSplitOptions.RemoveEmptyEntries).Take(MostUntracked)]);

        string? Ask(params string[] arguments) => Run(1 << 20, arguments) is { } output
            ? Encoding.UTF8.GetString(output).Trim() is var text && (text.Length > 0 || arguments[0] == "status") ? text : null
            : null;

        byte[]? Run(int most, string[] arguments) => GitProcess.Run(directory, arguments, most, limit - clock.Elapsed);
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["dirty"] = Dirty };
        if (Commit is not null)
            json["commit"] = Commit;
        if (Branch is not null)
            json["branch"] = Branch;
        if (Remote is not null)
            json["remote"] = Remote;
        if (Root is not null)
            json["root"] = Root;
        if (Untracked.Count > 0)
            json["untracked"] = new JsonArray([.. Untracked.Select(file => (JsonNode?)file)]);
        return json;
    }

    private static byte[] Cut(byte[] diff, int most) => diff.Length <= most
        ? diff
        : [.. diff.AsSpan(0, most), .. Encoding.UTF8.GetBytes($"\n[cut here: the changes are longer than {most} bytes]\n")];
}
