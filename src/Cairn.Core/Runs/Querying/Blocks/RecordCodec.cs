using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>Writes the records of one block as bytes, column after column, without documents; <see cref="RecordBlock"/> reads them.</summary>
internal static class RecordCodec
{
    /// <summary>
    /// The form of the bytes, and of the hashes in them: with another one what was written before is read from the catalog again.
    /// </summary>
    public const int Version = 1;

    /// <summary>Stands for no number.</summary>
    public const long None = long.MinValue;

    public static byte[] Encode(IReadOnlyList<RunRecord> records)
    {
        using var stream = new MemoryStream(records.Count * 200);
        using var writer = new BinaryWriter(stream);
        writer.Write(Version);
        writer.Write(records.Count);
        Longs(run => run.Id);
        Longs(run => run.ProjectId);
        Longs(run => run.CreatedAt);
        Longs(run => run.StartedAt);
        Longs(run => run.FinishedAt ?? None);
        Longs(run => run.HeartbeatAt);
        Longs(run => run.ExitCode ?? None);
        Longs(run => run.DeletedAt ?? None);
        foreach (var family in RunRecord.Families)
            Longs(run => (long)run.Hash(family));
        Texts([.. records.Select(run => run.Uid)]);
        Texts([.. records.Select(run => run.Name)]);
        Words(run => RunStates.Text(run.State));
        Words(run => run.Group);
        Words(run => run.JobType);
        Words(run => run.Notes);
        Words(run => run.Parent);
        Words(run => run.Source);
        Words(run => run.Tags.Count == 0 ? null : JsonSerializer.Serialize(run.Tags, QueryJson.Default.IReadOnlyListString));
        writer.Flush();
        return stream.ToArray();

        void Longs(Func<RunRecord, long> value)
        {
            foreach (var record in records)
                writer.Write(value(record));
        }

        // Where each ends, then all of them.
        void Texts(string[] texts)
        {
            var end = 0;
            foreach (var text in texts)
                writer.Write(end += Encoding.UTF8.GetByteCount(text));
            foreach (var text in texts)
                writer.Write(Encoding.UTF8.GetBytes(text));
        }

        // Each word once, then which one each run has, from 1; 0 for none.
        void Words(Func<RunRecord, string?> word)
        {
            var codes = new Dictionary<string, int>(StringComparer.Ordinal);
            var of = new ushort[records.Count];
            for (var i = 0; i < of.Length; i++)
            {
                if (word(records[i]) is not { } text)
                    continue;
                if (!codes.TryGetValue(text, out var code))
                    codes.Add(text, code = codes.Count + 1);
                of[i] = (ushort)code;
            }

            writer.Write(codes.Count);
            Texts([.. codes.Keys]);
            writer.Write(MemoryMarshal.AsBytes(of.AsSpan()));
        }
    }
}
