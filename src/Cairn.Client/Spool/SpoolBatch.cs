using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cairn.Client.Spool;

/// <summary>
/// Gathers lines into frames of about a megabyte and appends other frames after the lines that precede them. An
/// <see cref="IOException"/> from a full disk leaves the gathered lines in place for the next try.
/// </summary>
internal sealed class SpoolBatch : IDisposable
{
    public const int FrameLength = 1 << 20;
    private const int MostInline = 256 << 10;

    /// <summary>The server takes requests of at most 32 MiB, so no line may be longer.</summary>
    private const int MostLine = 31 << 20;

    private readonly SpoolFolder _folder;
    private readonly SpoolWriter _spool;
    private readonly LineBuffer _lines = new();
    private readonly LineBuffer _console = new();
    private readonly Utf8JsonWriter _json;
    private int _copies;

    public SpoolBatch(SpoolFolder folder, SpoolWriter spool)
    {
        _folder = folder;
        _spool = spool;
        // The lines are read by a server, never put into a web page.
        _json = new Utf8JsonWriter(_lines,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>Bytes gathered and not appended yet.</summary>
    public int Length => _lines.Length + _console.Length;

    /// <summary>Where whole lines may be written directly.</summary>
    public LineBuffer Lines => _lines;

    /// <summary>Writes a line; one that fails half-way leaves nothing behind.</summary>
    public void Line(Action<Utf8JsonWriter> write) => Write(_lines, write);

    /// <summary>Writes a console line.</summary>
    public void Console(long line, string stream, long time, string text) => Write(_console, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("time"u8, time);
        json.WriteStartObject("console"u8);
        json.WriteNumber("line"u8, line);
        json.WriteString("stream"u8, stream);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Appends a file of the run with its content, in the frame itself or as a copy beside it.</summary>
    public void File(string path, ReadOnlyMemory<byte> content)
    {
        if (content.Length <= MostInline)
        {
            var head = JsonSerializer.SerializeToUtf8Bytes(
                new SpoolFile(path, null, null), SpoolJson.Default.SpoolFile);
            Frame(SpoolFrameKind.File, (byte[])[.. head, (byte)'\n', .. content.Span]);
            return;
        }

        var copy = NewCopy();
        using (var file = System.IO.File.OpenHandle(_folder.CopyFile(copy), FileMode.Create, FileAccess.Write))
            RandomAccess.Write(file, content.Span, 0);
        FileFrame(new SpoolFile(path, copy, null));
    }

    /// <summary>Appends a file of the run that is somewhere on this machine.</summary>
    public void File(string path, string source, bool copied)
    {
        if (!copied)
        {
            FileFrame(new SpoolFile(path, null, source));
            return;
        }

        var copy = NewCopy();
        try
        {
            System.IO.File.Copy(source, _folder.CopyFile(copy), overwrite: true);
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) && !IsFull(source))
        {
            // Told apart from a full disk, which is worth another try.
            throw new InvalidOperationException($"the file '{source}' cannot be copied: {e.Message}", e);
        }

        FileFrame(new SpoolFile(path, copy, null));
    }

    /// <summary>Appends a frame after everything gathered so far.</summary>
    public void Frame(SpoolFrameKind kind, ReadOnlyMemory<byte> payload)
    {
        Flush();
        _spool.Append(kind, payload);
    }

    /// <summary>Appends what is gathered.</summary>
    public void Flush()
    {
        Flush(SpoolFrameKind.Lines, _lines);
        Flush(SpoolFrameKind.Console, _console);
    }

    public void Dispose() => _json.Dispose();

    private void Flush(SpoolFrameKind kind, LineBuffer lines)
    {
        if (lines.Length == 0)
            return;
        _spool.Append(kind, lines.Written);
        lines.Truncate(0);
    }

    private void FileFrame(SpoolFile file)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(file, SpoolJson.Default.SpoolFile);
        Frame(SpoolFrameKind.File, (byte[])[.. head, (byte)'\n']);
    }

    private bool IsFull(string source) => System.IO.File.Exists(source)
        && new DriveInfo(_folder.Path).AvailableFreeSpace < new FileInfo(source).Length;

    private string NewCopy()
    {
        Directory.CreateDirectory(_folder.CopyFile(""));
        return (++_copies).ToString("D6", CultureInfo.InvariantCulture);
    }

    private void Write(LineBuffer lines, Action<Utf8JsonWriter> write)
    {
        var start = lines.Length;
        try
        {
            _json.Reset(lines);
            write(_json);
            _json.Flush();
            lines.EndLine();
            if (lines.Length - start > MostLine)
                throw new InvalidOperationException($"{(lines.Length - start) >> 20} MiB in one value; the server takes 31");
        }
        catch (Exception)
        {
            lines.Truncate(start);
            throw;
        }
    }
}
