using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// What the index keeps of a run: its attributes, and of each of its documents a hash, and the UTF-8 JSON once somebody needed
/// it and as long as there is room in memory; <see cref="RunDocuments"/> reads the others.
/// </summary>
internal abstract class RunRecord
{
    // Lists of packages and the like would be most of the memory, and nobody filters by them.
    private const int LongestEnvironmentMember = 256;

    // Of the array that holds a document, in bytes.
    private const int Overhead = 24;
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();
    private static readonly ulong EmptyHash = Math.Max(2, XxHash3.HashToUInt64(EmptyObject));

    // By the place of their family; replaced as a whole, never changed where others read.
    private byte[]?[]? _documents;

    public abstract long Id { get; }
    public abstract long ProjectId { get; }
    public abstract string Uid { get; }
    public abstract string Name { get; }
    public abstract RunState State { get; }
    public abstract string? Group { get; }
    public abstract string? JobType { get; }
    public abstract string? Notes { get; }
    public abstract string? Parent { get; }
    public abstract string Source { get; }
    public abstract IReadOnlyList<string> Tags { get; }
    public abstract long CreatedAt { get; }
    public abstract long StartedAt { get; }
    public abstract long? FinishedAt { get; }
    public abstract long HeartbeatAt { get; }
    public abstract int? ExitCode { get; }
    public abstract long? DeletedAt { get; }

    // Cheaper than the values where these have to be made first.
    public virtual bool HasGroup => Group is not null;
    public virtual bool HasJobType => JobType is not null;
    public virtual bool HasNotes => Notes is not null;
    public virtual bool HasParent => Parent is not null;
    public virtual bool HasTags => Tags.Count > 0;

    /// <summary>The families of the documents that a run has.</summary>
    public static IReadOnlyList<RunColumnFamily> Families { get; } =
        [RunColumnFamily.Label, RunColumnFamily.Config, RunColumnFamily.Summary, RunColumnFamily.Environment];

    /// <summary>Tells a document from any other that the run has had; never 0 or 1.</summary>
    public abstract ulong Hash(RunColumnFamily family);

    /// <summary>A document; null when it is not in memory.</summary>
    public byte[]? Document(RunColumnFamily family) =>
        Volatile.Read(ref _documents)?[Place(family)] ?? (Hash(family) == EmptyHash ? EmptyObject : null);

    /// <summary>What the documents take in memory, in bytes.</summary>
    public long DocumentBytes
    {
        get
        {
            long bytes = 0;
            foreach (var document in _documents ?? [])
                bytes += document is null ? 0 : document.Length + Overhead;
            return bytes;
        }
    }

    /// <summary>
    /// Takes a document into memory where it is the record's and not there yet; answers how many bytes that takes. One thread at a time.
    /// </summary>
    public long Keep(RunColumnFamily family, byte[] document)
    {
        if (Document(family) is not null || HashOf(document) != Hash(family))
            return 0;
        var documents = _documents is null ? new byte[]?[Families.Count] : [.. _documents];
        documents[Place(family)] = document;
        Volatile.Write(ref _documents, documents);
        return document.Length + Overhead;
    }

    /// <summary>Lets go of the documents; answers how many bytes that frees.</summary>
    public long DropDocuments()
    {
        if (_documents is null)
            return 0;
        var bytes = DocumentBytes;
        Volatile.Write(ref _documents, null);
        return bytes;
    }

    /// <summary>
    /// Takes over documents that are equal to those of the record it replaces, in memory or not. Only before the record is
    /// published.
    /// </summary>
    public void ShareDocuments(RunRecord before)
    {
        byte[]?[]? shared = null;
        foreach (var family in Families)
        {
            var document = Hash(family) == before.Hash(family) ? before._documents?[Place(family)] : _documents?[Place(family)];
            if (document is not null)
                (shared ??= new byte[]?[Families.Count])[Place(family)] = document;
        }

        _documents = shared;
    }

    /// <summary>The record of a run, with its documents.</summary>
    public static RunRecord Of(Run run)
    {
        byte[][] documents = [Utf8(run.Labels), Utf8(run.Config), Utf8(run.Summary), ShortMembers(run.Environment)];
        var record = new NotedRecord(
            run with { Labels = JsonObjects.Empty, Config = JsonObjects.Empty, Summary = JsonObjects.Empty, Environment = JsonObjects.Empty },
            [.. documents.Select(HashOf)]);
        foreach (var family in Families)
            record.Keep(family, documents[Place(family)]);
        return record;
    }

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
        document == EmptyObject ? EmptyHash : Math.Max(2, XxHash3.HashToUInt64(document));

    /// <summary>The hash that a record has for the catalog's document of a family.</summary>
    public static ulong HashOfKept(RunColumnFamily family, ReadOnlySpan<byte> document)
    {
        if (document.Length <= 2)
            return EmptyHash;
        return family == RunColumnFamily.Environment && document.Length > LongestEnvironmentMember
            ? HashOf(Kept(family, document.ToArray()))
            : Math.Max(2, XxHash3.HashToUInt64(document));
    }

    /// <summary>Where in <see cref="Families"/> a family is.</summary>
    public static int Place(RunColumnFamily family) => family switch
    {
        RunColumnFamily.Label => 0,
        RunColumnFamily.Config => 1,
        RunColumnFamily.Summary => 2,
        RunColumnFamily.Environment => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "A run has no such document."),
    };

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
}
