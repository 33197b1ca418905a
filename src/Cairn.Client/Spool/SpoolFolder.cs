using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Cairn.Client.Spool;

/// <summary>
/// The folder of one run's unsent data, held by one process at a time: <c>run.json</c>, segment files, <c>ack</c> (the
/// position up to which the server has everything), <c>server.json</c>, <c>files/</c>, <c>rejected.ndjson</c>.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    public const string SegmentSuffix = ".spool";
    private const string HeaderName = "run.json";
    private const string LockName = "lock";
    private const string RejectedName = "rejected.ndjson";

    private readonly FileStream _lock;

    private SpoolFolder(string path, FileStream held, SpoolHeader header)
    {
        Path = path;
        _lock = held;
        Header = header;
    }

    public string Path { get; }

    public SpoolHeader Header { get; }

    public string RejectedFile => System.IO.Path.Combine(Path, RejectedName);

    private string AckFile => System.IO.Path.Combine(Path, "ack");

    private string BindingFile => System.IO.Path.Combine(Path, "server.json");

    /// <summary>Makes a new folder for a run in the spool directory and holds it.</summary>
    public static SpoolFolder Create(string spoolDirectory, SpoolHeader header)
    {
        var started = DateTimeOffset.FromUnixTimeMilliseconds(header.StartedAt).UtcDateTime;
        var safeUid = string.Concat(header.Uid.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Take(64));
        var name = started.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture) + "-" + safeUid;
        for (var attempt = 0; ; attempt++)
        {
            var path = System.IO.Path.Combine(spoolDirectory, attempt == 0 ? name : $"{name}-{attempt}");
            Directory.CreateDirectory(path);
            if (TryHold(path) is not { } held)
            {
                if (attempt == 100)
                    throw new IOException($"no run folder can be made in '{spoolDirectory}'");
                continue;
            }

            if (File.Exists(System.IO.Path.Combine(path, HeaderName)))
            {
                held.Dispose();
                continue;
            }

            WriteWhole(System.IO.Path.Combine(path, HeaderName),
                JsonSerializer.SerializeToUtf8Bytes(header, SpoolJson.Default.SpoolHeader));
            return new SpoolFolder(path, held, header);
        }
    }

    /// <summary>Holds an existing folder; null when a living process holds it or when it is no run's folder.</summary>
    public static SpoolFolder? TryOpen(string path, out bool inUse)
    {
        inUse = false;
        var headerFile = System.IO.Path.Combine(path, HeaderName);
        if (!File.Exists(headerFile))
            return null;
        if (TryHold(path) is not { } held)
        {
            inUse = true;
            return null;
        }

        try
        {
            // Read again under the lock: whoever held it may just have deleted everything.
            var header = JsonSerializer.Deserialize(File.ReadAllBytes(headerFile), SpoolJson.Default.SpoolHeader);
            if (header is { Format: SpoolHeader.CurrentFormat })
                return new SpoolFolder(path, held, header);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // No run's folder, or one whose process died before it wrote anything.
        }

        held.Dispose();
        return null;
    }

    /// <summary>Start positions of the segment files, ascending.</summary>
    public IReadOnlyList<long> Segments() =>
    [
        .. Directory.EnumerateFiles(Path, "*" + SegmentSuffix)
            .Select(file => System.IO.Path.GetFileNameWithoutExtension(file))
            .Where(name => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(name => long.Parse(name, CultureInfo.InvariantCulture))
            .Order(),
    ];

    public string SegmentFile(long start) =>
        System.IO.Path.Combine(Path, start.ToString("D19", CultureInfo.InvariantCulture) + SegmentSuffix);

    public string CopyFile(string name) => System.IO.Path.Combine(Path, "files", name);

    /// <summary>Position up to which the server has everything; 0 when that is not known, which only repeats work.</summary>
    public long ReadAck()
    {
        Span<byte> bytes = stackalloc byte[12];
        try
        {
            using var file = File.OpenHandle(AckFile);
            if (RandomAccess.Read(file, bytes, 0) == bytes.Length
                && BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) == SpoolFormat.Crc(uint.MaxValue, bytes[..8]))
                return BinaryPrimitives.ReadInt64LittleEndian(bytes);
        }
        catch (IOException)
        {
            // Not there yet.
        }

        return 0;
    }

    /// <summary>Moves the acknowledged position and deletes the segments that lie wholly before it.</summary>
    public void WriteAck(long position)
    {
        Span<byte> bytes = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, position);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], SpoolFormat.Crc(uint.MaxValue, bytes[..8]));
        using (var file = File.OpenHandle(AckFile, FileMode.OpenOrCreate, FileAccess.Write))
            RandomAccess.Write(file, bytes, 0);
        var segments = Segments();
        for (var i = 0; i + 1 < segments.Count && segments[i + 1] <= position; i++)
            File.Delete(SegmentFile(segments[i]));
    }

    public SpoolBinding? ReadBinding()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(BindingFile), SpoolJson.Default.SpoolBinding);
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }

    public void WriteBinding(SpoolBinding binding) =>
        WriteWhole(BindingFile, JsonSerializer.SerializeToUtf8Bytes(binding, SpoolJson.Default.SpoolBinding));

    /// <summary>
    /// Deletes what is sent and lets go of the folder; only what the server refused stays behind.
    /// </summary>
    public void Complete()
    {
        foreach (var segment in Segments())
            File.Delete(SegmentFile(segment));
        if (File.Exists(RejectedFile))
        {
            Dispose();
            return;
        }

        foreach (var file in Directory.EnumerateFiles(Path))
        {
            if (System.IO.Path.GetFileName(file) != LockName)
                File.Delete(file);
        }

        Dispose();
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>Lets go of the folder; its data stays.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream? TryHold(string path)
    {
        try
        {
            return new FileStream(
                System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void WriteWhole(string path, byte[] content)
    {
        var temporary = path + ".tmp";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }
}
