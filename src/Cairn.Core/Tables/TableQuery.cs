using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;

namespace Cairn.Core.Tables;

/// <summary>
/// Reads tables out of artifacts: those of one file, those in parts, those joined of two, and those that lie in another
/// version.
/// </summary>
public sealed class TableQuery(ArtifactStore artifacts, ArtifactFileStore files)
{
    /// <summary>Most bytes of all files of one table.</summary>
    public const long LargestTable = 64 << 20;

    // A joined table may be made of tables in parts, and each step may be a reference.
    private const int Deepest = 6;

    /// <summary>The table at a path of a version; why not when there is none, or it is too large.</summary>
    public Outcome<ArtifactTable> Read(Caller caller, long artifact, string path)
    {
        var left = LargestTable;
        return Read(caller, new ArtifactAddress(artifact, path), 0, ref left);
    }

    private Outcome<ArtifactTable> Read(Caller caller, ArtifactAddress place, int depth, ref long left)
    {
        if (depth > Deepest)
            return Refusal.Invalid("path", $"'{place.Path}' is made of tables that are made of tables, and so on.", $"{Deepest} levels");
        if (files.Entry(caller, place.Artifact, place.Path) is not { } entry)
            return Refusal.NotFound($"The version has no file '{place.Path}'.");
        if (entry.Reference is { } reference)
        {
            return ArtifactAddress.Resolve(caller, artifacts, reference) is { } other
                ? Read(caller, other, depth + 1, ref left)
                : Refusal.NotFound($"'{place.Path}' only refers to {reference}: its rows are not in this server.");
        }

        if (ArtifactFileStore.Hex(entry.Digest) is not { } md5 || files.FindContent(caller, md5) is not { } content)
            return Refusal.NotFound($"The bytes of '{place.Path}' were never uploaded.");
        if (content.Size > left)
            return Refusal.Invalid("path", $"The table's files have more than {LargestTable} bytes.", $"{LargestTable} bytes", "Download the artifact.");
        left -= content.Size;
        if (files.OpenRead(content) is not { } stream)
            return Refusal.NotFound($"The bytes of '{place.Path}' are missing.");

        JsonElement value;
        try
        {
            using (stream)
                value = JsonElement.Parse(ReadAll(stream));
        }
        catch (JsonException)
        {
            return NoTable(place.Path);
        }

        return Text(value, "_type") switch
        {
            "joined-table" => Join(caller, place, value, depth, ref left),
            "partitioned-table" => Stack(caller, place, value, depth, ref left),
            _ => LoggedTable.Read(value) is { } table ? new ArtifactTable(table, place.Artifact) : NoTable(place.Path),
        };
    }

    private Outcome<ArtifactTable> Join(Caller caller, ArtifactAddress place, JsonElement value, int depth, ref long left)
    {
        if (Text(value, "table1") is not { } first || Text(value, "table2") is not { } second || JoinKeys(value) is not var (one, other))
            return NoTable(place.Path);
        if (!Read(caller, place with { Path = first }, depth + 1, ref left).Try(out var here, out var refusal)
            || !Read(caller, place with { Path = second }, depth + 1, ref left).Try(out var there, out refusal))
        {
            return refusal;
        }

        return TableRules.Join(here.Table, there.Table, one, other).Try(out var joined, out refusal)
            ? new ArtifactTable(joined, here.Artifact)
            : refusal;
    }

    private Outcome<ArtifactTable> Stack(Caller caller, ArtifactAddress place, JsonElement value, int depth, ref long left)
    {
        if (Text(value, "parts_path") is not { } folder)
            return NoTable(place.Path);
        folder = folder.Trim('/') + "/";
        var parts = new List<LoggedTable>();
        foreach (var entry in files.Entries(caller, place.Artifact))
        {
            if (!entry.Path.StartsWith(folder, StringComparison.Ordinal) || !entry.Path.EndsWith(".table.json", StringComparison.Ordinal))
                continue;
            if (!Read(caller, place with { Path = entry.Path }, depth + 1, ref left).Try(out var part, out var refusal))
                return refusal;
            parts.Add(part.Table);
        }

        return new ArtifactTable(TableRules.Stack(parts), place.Artifact);
    }

    private static (string One, string Other)? JoinKeys(JsonElement value) =>
        !value.TryGetProperty("join_key", out var key) ? null
        : key.ValueKind == JsonValueKind.String ? (key.GetString()!, key.GetString()!)
        : key.ValueKind == JsonValueKind.Array && key.GetArrayLength() == 2 && LoggedTable.Text(key[0]) is { } one
            && LoggedTable.Text(key[1]) is { } other ? (one, other) : null;

    private static Refusal NoTable(string path) =>
        Refusal.Invalid("path", $"'{path}' is no table.", remedy: "A table has columns and data, or is joined or partitioned as W&B's clients write it.");

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString() : null;

    private static byte[] ReadAll(Stream stream)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
