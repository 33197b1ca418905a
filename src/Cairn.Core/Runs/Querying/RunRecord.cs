using System.Buffers;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// What the index keeps of a run: its attributes, and of each of its documents a hash, and the UTF-8 JSON as long as there
/// is room in memory; <see cref="RunDocuments"/> reads those that there is none for.
/// </summary>
internal sealed class RunRecord
{
    // Lists of packages and the like would be most of the memory, and nobody filters by them.
    private const int LongestEnvironmentMember = 256;

    // Of the array that holds a document, in bytes.
    private const int Overhead = 24;
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();
    private static readonly ulong EmptyHash = HashOf(EmptyObject);

    private Four<ulong> _hashes;
    private Four<byte[]?> _documents;

    public required long Id { get; init; }
    public required long ProjectId { get; init; }
    public required string Uid { get; init; }
    public required string Name { get; init; }
    public required RunState State { get; init; }
    public required string? Group { get; init; }
    public required string? JobType { get; init; }
    public required string? Notes { get; init; }
    public required string? Parent { get; init; }
    public required string Source { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required long CreatedAt { get; init; }
    public required long StartedAt { get; init; }
    public required long? FinishedAt { get; init; }
    public required long HeartbeatAt { get; init; }
    public required int? ExitCode { get; init; }
    public required long? DeletedAt { get; init; }
    public required byte[] Labels { init => Set(RunColumnFamily.Label, value); }
    public required byte[] Config { init => Set(RunColumnFamily.Config, value); }
    public required byte[] Summary { init => Set(RunColumnFamily.Summary, value); }
    public required byte[] Environment { init => Set(RunColumnFamily.Environment, value); }

    /// <summary>The families of the documents that a run has.</summary>
    public static IReadOnlyList<RunColumnFamily> Families { get; } =
        [RunColumnFamily.Label, RunColumnFamily.Config, RunColumnFamily.Summary, RunColumnFamily.Environment];

    /// <summary>Tells a document from any other that the run has had; never 0 or 1.</summary>
    public ulong Hash(RunColumnFamily family) => _hashes[Place(family)];

    /// <summary>A document; null when it is not in memory.</summary>
    public byte[]? Document(RunColumnFamily family) => Volatile.Read(ref _documents[Place(family)]);

    /// <summary>What the documents take in memory, in bytes.</summary>
    public long DocumentBytes
    {
        get
        {
            long bytes = 0;
            foreach (var document in _documents)
                bytes += document is null || document == EmptyObject ? 0 : document.Length + Overhead;
            return bytes;
        }
    }

    /// <summary>Lets go of the documents; answers how many bytes that frees.</summary>
    public long DropDocuments()
    {
        var bytes = DocumentBytes;
        foreach (ref var document in _documents)
            Volatile.Write(ref document, document == EmptyObject ? document : null);
        return bytes;
    }

    /// <summary>
    /// Takes over documents that are equal to those of the record it replaces, in memory or not. Only before the record is
    /// published.
    /// </summary>
    public void ShareDocuments(RunRecord before)
    {
        for (var i = 0; i < Families.Count; i++)
        {
            if (_hashes[i] == before._hashes[i])
                _documents[i] = before._documents[i];
        }
    }

    public static RunRecord Of(Run run) => new()
    {
        Id = run.Id,
        ProjectId = run.ProjectId,
        Uid = run.Uid,
        Name = run.Name,
        State = run.State,
        Group = run.Group,
        JobType = run.JobType,
        Notes = run.Notes,
        Parent = run.Parent,
        Source = run.Source,
        Tags = run.Tags,
        CreatedAt = run.CreatedAt,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        HeartbeatAt = run.HeartbeatAt,
        ExitCode = run.ExitCode,
        DeletedAt = run.DeletedAt,
        Labels = Utf8(run.Labels),
        Config = Utf8(run.Config),
        Summary = Utf8(run.Summary),
        Environment = ShortMembers(run.Environment),
    };

    /// <summary>The catalog's document of a family as a record has it.</summary>
    public static byte[] Kept(RunColumnFamily family, byte[] document)
    {
        if (document.Length <= 2)
            return EmptyObject;
        if (family != RunColumnFamily.Environment || document.Length <= LongestEnvironmentMember)
            return document;
        using var parsed = JsonDocument.Parse(document);
        return ShortMembers(parsed.RootElement);
    }

    /// <summary>The hash of a document as a record has it; never 0 or 1, which mean that nobody knows it and that there is none.</summary>
    public static ulong HashOf(byte[] document) =>
        document == EmptyObject && EmptyHash != 0 ? EmptyHash : Math.Max(2, XxHash3.HashToUInt64(document));

    private static int Place(RunColumnFamily family) => family switch
    {
        RunColumnFamily.Label => 0,
        RunColumnFamily.Config => 1,
        RunColumnFamily.Summary => 2,
        RunColumnFamily.Environment => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "A run has no such document."),
    };

    private void Set(RunColumnFamily family, byte[] document)
    {
        _documents[Place(family)] = document;
        _hashes[Place(family)] = HashOf(document);
    }

    private static byte[] Utf8(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
            return EmptyObject;
        var text = JsonMarshal.GetRawUtf8Value(document);
        return text.Length <= 2 ? EmptyObject : text.ToArray();
    }

    private static byte[] ShortMembers(JsonElement environment)
    {
        if (environment.ValueKind != JsonValueKind.Object)
            return EmptyObject;
        if (JsonMarshal.GetRawUtf8Value(environment).Length <= LongestEnvironmentMember)
            return Utf8(environment);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var member in environment.EnumerateObject())
            {
                if (JsonMarshal.GetRawUtf8Value(member.Value).Length <= LongestEnvironmentMember)
                    member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    [InlineArray(4)]
    private struct Four<T>
    {
        private T _first;
    }
}
