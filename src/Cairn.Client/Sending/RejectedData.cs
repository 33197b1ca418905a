using System.Text.Json.Nodes;
using Cairn.Client.Spool;

namespace Cairn.Client.Sending;

/// <summary>
/// Keeps what the server refused, in <c>rejected.ndjson</c>: a line that says when and why, then what was sent.
/// </summary>
internal sealed class RejectedData(SpoolFolder folder, TimeProvider clock)
{
    public string File => folder.RejectedFile;

    public void Keep(string what, ApiAnswer answer, ReadOnlySpan<byte> content)
    {
        var head = new JsonObject
        {
            ["rejected"] = new JsonObject
            {
                ["time"] = clock.GetUtcNow().ToUnixTimeMilliseconds(),
                ["what"] = what,
                ["status"] = answer.Status,
                ["problem"] = answer.Problem,
            },
        };
        using var file = new FileStream(folder.RejectedFile, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(System.Text.Encoding.UTF8.GetBytes(head.ToJsonString()));
        file.WriteByte((byte)'\n');
        file.Write(content);
        if (!content.IsEmpty && content[^1] != (byte)'\n')
            file.WriteByte((byte)'\n');
    }

    /// <summary>Keeps a refused file beside the list, under a name the list tells.</summary>
    public void KeepFile(SpoolFile file, ApiAnswer answer, ReadOnlySpan<byte> inline)
    {
        var name = $"rejected-{Guid.NewGuid():N}";
        if (file.Copy is not null && System.IO.File.Exists(folder.CopyFile(file.Copy)))
            System.IO.File.Move(folder.CopyFile(file.Copy), Path.Combine(folder.Path, name));
        else if (file.Source is null)
            System.IO.File.WriteAllBytes(Path.Combine(folder.Path, name), inline);
        else
            name = file.Source;
        Keep($"file {file.Path}, kept as {name}", answer, []);
    }
}
