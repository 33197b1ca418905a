using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>Which document keys the active runs of a chunk have, by project, as bytes, and a signature of what they were counted in.</summary>
internal static class ListingCodec
{
    /// <summary>The same for the same runs in the same order with the same documents in the same projects, in the trash or not.</summary>
    public static long Signature(RunChunk chunk)
    {
        var words = new List<ulong>(chunk.Count * 6);
        foreach (var run in chunk.Records)
        {
            if (run is null || run.DeletedAt is not null)
                continue;
            words.Add((ulong)run.Id);
            words.Add((ulong)run.ProjectId);
            foreach (var family in RunRecord.Families)
                words.Add(run.Hash(family));
        }

        return (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(words)));
    }

    /// <summary>
    /// The same for the same runs in the same order at the same versions in the same projects, in the trash or not, of those whose
    /// <paramref name="versions"/>, one for each row, are known and say that there are series.
    /// </summary>
    public static long Signature(RunChunk chunk, ReadOnlySpan<ulong> versions)
    {
        var words = new List<ulong>(chunk.Count * 3);
        for (var row = 0; row < chunk.Count; row++)
        {
            if (versions[row] <= 1 || chunk[row] is not { DeletedAt: null } run)
                continue;
            words.Add((ulong)run.Id);
            words.Add((ulong)run.ProjectId);
            words.Add(versions[row]);
        }

        return (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(words)), seed: 1);
    }

    public static byte[] Encode(Dictionary<long, KeyCounts> projects, KeyTable keys)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt(projects.Count);
        foreach (var (project, counts) in projects)
        {
            writer.Write7BitEncodedInt64(project);
            writer.Write7BitEncodedInt(counts.Codes.Length);
            for (var i = 0; i < counts.Codes.Length; i++)
            {
                var (key, kind) = Math.DivRem(counts.Codes[i], KeyCounter.Kinds);
                var (family, path) = keys[key];
                writer.Write((byte)family);
                writer.Write(path);
                writer.Write((byte)kind);
                writer.Write7BitEncodedInt64(counts.Runs[i]);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It did not.</exception>
    public static Dictionary<long, KeyCounts> Decode(ReadOnlySpan<byte> bytes, KeyTable keys)
    {
        try
        {
            var projects = new Dictionary<long, KeyCounts>();
            for (var left = Number(ref bytes); left > 0; left--)
                projects[Number(ref bytes)] = Counts(ref bytes, keys);
            return projects;
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("A list of keys in the runs index is damaged.", exception);
        }
    }

    private static KeyCounts Counts(ref ReadOnlySpan<byte> bytes, KeyTable keys)
    {
        var codes = new int[Number(ref bytes)];
        var runs = new int[codes.Length];
        for (var (i, key) = (0, -1); i < codes.Length; i++)
        {
            var family = (RunColumnFamily)bytes[0];
            bytes = bytes[1..];
            var length = (int)Number(ref bytes);
            key = keys.NumberAfter(key, family, bytes[..length]);
            codes[i] = (key * KeyCounter.Kinds) + bytes[length];
            bytes = bytes[(length + 1)..];
            runs[i] = checked((int)Number(ref bytes));
        }

        // They were ascending by the numbers of another process.
        Array.Sort(codes, runs);
        return new KeyCounts(codes, runs);
    }

    // As BinaryWriter writes it: seven bits a byte, the lowest first.
    private static long Number(ref ReadOnlySpan<byte> bytes)
    {
        long number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[0];
            bytes = bytes[1..];
            number |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }
    }
}
