using System.Text;
using System.Text.Json.Nodes;
using Cairn.Client.Spool;

namespace Cairn.Client.Tests.Spool;

public sealed class SpoolTests
{
    private static readonly SpoolHeader Header = new(SpoolHeader.CurrentFormat, "local/p", "uid", "http://x", 1000, false,
        new JsonObject { ["uid"] = "uid" });

    [Fact]
    public void Frames_come_back_in_order_over_many_segments()
    {
        using var spool = new TemporaryFolder();
        using var folder = SpoolFolder.Create(spool.Path, Header);
        using var writer = new SpoolWriter(folder, segmentLength: 200);
        for (var i = 0; i < 100; i++)
            writer.Append(i % 2 == 0 ? SpoolFrameKind.Lines : SpoolFrameKind.Change, Encoding.UTF8.GetBytes($"payload {i}"));
        Assert.InRange(folder.Segments().Count, 5, 50);
        using var reader = new SpoolReader(folder, () => writer.End);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"payload {i}"), ReadAll(reader, 0));
        Assert.Equal(0, reader.Damaged);
    }

    [Fact]
    public void Reading_follows_a_writer_that_goes_on()
    {
        using var spool = new TemporaryFolder();
        using var folder = SpoolFolder.Create(spool.Path, Header);
        using var writer = new SpoolWriter(folder, segmentLength: 64);
        using var reader = new SpoolReader(folder, () => writer.End);
        long position = 0;
        for (var i = 0; i < 50; i++)
        {
            Assert.Null(reader.Read(position));
            writer.Append(SpoolFrameKind.Lines, new byte[] { (byte)i });
            var frame = reader.Read(position)!.Value;
            Assert.Equal([(byte)i], frame.Payload);
            position = frame.Next;
        }
    }

    [Fact]
    public void Every_torn_end_keeps_the_whole_frames_before_it()
    {
        using var spool = new TemporaryFolder();
        using var folder = SpoolFolder.Create(spool.Path, Header);
        using (var writer = new SpoolWriter(folder))
        {
            for (var i = 0; i < 4; i++)
                writer.Append(SpoolFrameKind.Lines, Encoding.UTF8.GetBytes($"payload {i}"));
        }

        var file = folder.SegmentFile(0);
        var whole = File.ReadAllBytes(file);
        var frame = SpoolFormat.HeaderLength + "payload 0".Length;
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            using var reader = new SpoolReader(folder, null);
            Assert.Equal(length / frame, ReadAll(reader, 0).Count);
            Assert.Equal(length % frame, reader.Damaged);
        }
    }

    [Fact]
    public void Every_damaged_byte_is_noticed()
    {
        using var spool = new TemporaryFolder();
        using var folder = SpoolFolder.Create(spool.Path, Header);
        using (var writer = new SpoolWriter(folder))
            writer.Append(SpoolFrameKind.Lines, "payload"u8.ToArray());
        var file = folder.SegmentFile(0);
        var whole = File.ReadAllBytes(file);
        for (var i = 0; i < whole.Length; i++)
        {
            var damaged = whole.ToArray();
            damaged[i] ^= 0x10;
            File.WriteAllBytes(file, damaged);
            using var reader = new SpoolReader(folder, null);
            Assert.Null(reader.Read(0));
            Assert.Equal(whole.Length, reader.Damaged);
        }
    }

    [Fact]
    public void Damage_inside_costs_only_its_segment()
    {
        using var spool = new TemporaryFolder();
        using var folder = SpoolFolder.Create(spool.Path, Header);
        using (var writer = new SpoolWriter(folder, segmentLength: 30))
        {
            for (var i = 0; i < 6; i++)
                writer.Append(SpoolFrameKind.Lines, Encoding.UTF8.GetBytes($"payload {i}"));
        }

        Assert.Equal(3, folder.Segments().Count);
        var second = folder.SegmentFile(folder.Segments()[1]);
        var bytes = File.ReadAllBytes(second);
        bytes[15] ^= 1;
        File.WriteAllBytes(second, bytes);
        using var reader = new SpoolReader(folder, null);
        Assert.Equal(["payload 0", "payload 1", "payload 4", "payload 5"], ReadAll(reader, 0));
        Assert.Equal(bytes.Length, reader.Damaged);
    }

    [Fact]
    public void Acknowledged_segments_are_deleted_and_a_lost_position_only_repeats()
    {
        using var spool = new TemporaryFolder();
        using var folder = SpoolFolder.Create(spool.Path, Header);
        using var writer = new SpoolWriter(folder, segmentLength: 30);
        for (var i = 0; i < 6; i++)
            writer.Append(SpoolFrameKind.Lines, Encoding.UTF8.GetBytes($"payload {i}"));
        Assert.Equal(0, folder.ReadAck());
        folder.WriteAck(5 * (SpoolFormat.HeaderLength + 9));
        Assert.Equal(5 * (SpoolFormat.HeaderLength + 9), folder.ReadAck());
        Assert.Single(folder.Segments());
        using var reader = new SpoolReader(folder, null);
        Assert.Equal(["payload 5"], ReadAll(reader, folder.ReadAck()));
        File.WriteAllBytes(Path.Combine(folder.Path, "ack"), [1, 2, 3]);
        Assert.Equal(0, folder.ReadAck());
        Assert.Equal(["payload 4", "payload 5"], ReadAll(reader, 0));
        Assert.Equal(0, reader.Damaged);
    }

    [Fact]
    public void A_folder_belongs_to_one_holder_and_to_the_next_when_let_go()
    {
        using var spool = new TemporaryFolder();
        var folder = SpoolFolder.Create(spool.Path, Header);
        Assert.Null(SpoolFolder.TryOpen(folder.Path, out var inUse));
        Assert.True(inUse);
        var other = SpoolFolder.Create(spool.Path, Header);
        Assert.NotEqual(folder.Path, other.Path);
        folder.Dispose();
        using (var again = SpoolFolder.TryOpen(folder.Path, out inUse))
        {
            Assert.Equal("local/p", again!.Header.Project);
            Assert.Equal("""{"uid":"uid"}""", again.Header.Start.ToJsonString());
        }

        other.Complete();
        Assert.False(Directory.Exists(other.Path));
        Assert.Null(SpoolFolder.TryOpen(spool.Path, out inUse));
        Assert.False(inUse);
    }

    private static List<string> ReadAll(SpoolReader reader, long position)
    {
        var texts = new List<string>();
        while (reader.Read(position) is { } frame)
        {
            texts.Add(Encoding.UTF8.GetString(frame.Payload));
            position = frame.Next;
        }

        return texts;
    }
}
