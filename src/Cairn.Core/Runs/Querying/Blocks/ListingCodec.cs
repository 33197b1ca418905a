using System.Collections.Concurrent;
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

    /// <summary>The same for the same runs in the same order at the same versions in the same projects, in the trash or not.</summary>
    public static long Signature(RunChunk chunk, MetricVersionSnapshot version)
    {
        var words = new List<ulong>(chunk.Count * 3);
        foreach (var run in chunk.Records)
        {
            if (run is null || run.DeletedAt is not null || version[run.Id] is not (> 1 and var at))
                continue;
            words.Add((ulong)run.Id);
            words.Add((ulong)run.ProjectId);
            words.Add(at);
        }

        return (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(words)), seed: 1);
    }

    public static byte[] Encode(Dictionary<long, KeyCounts> projects)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write7BitEncodedInt(projects.Count);
        foreach (var (project, counts) in projects)
        {
            writer.Write7BitEncodedInt64(project);
            var all = counts.All.ToList();
            writer.Write7BitEncodedInt(all.Count);
            foreach (var (family, path, kind, runs) in all)
            {
                writer.Write((byte)family);
                writer.Write(path);
                writer.Write((byte)kind);
                writer.Write7BitEncodedInt64(runs);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; paths that are the same share one of <paramref name="words"/>.</summary>
    public static Dictionary<long, KeyCounts> Decode(byte[] bytes, ConcurrentDictionary<string, string> words)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var projects = new Dictionary<long, KeyCounts>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var counts = projects[reader.Read7BitEncodedInt64()] = new KeyCounts();
            for (var keys = reader.Read7BitEncodedInt(); keys > 0; keys--)
            {
                var family = (RunColumnFamily)reader.ReadByte();
                var read = reader.ReadString();
                var path = words.GetOrAdd(read, read);
                counts.AddShared(family, path, (RunValueKind)reader.ReadByte(), reader.Read7BitEncodedInt64());
            }
        }

        return projects;
    }
}
