using System.Text;
using Cairn.Core.Consoles;

namespace Cairn.Protocols.Import.Wandb;

/// <summary>
/// Puts pieces of output together to lines. A carriage return begins its line anew, so that of a progress bar its last
/// state stays.
/// </summary>
internal sealed class ConsoleAssembler
{
    private const int LineLimit = 1 << 20;
    private readonly Stream _out = new("stdout");
    private readonly Stream _err = new("stderr");
    private long _line;

    /// <summary>The lines that a piece of output ends.</summary>
    public IEnumerable<ConsoleLine> Add(bool isError, long time, string text)
    {
        var stream = isError ? _err : _out;
        stream.Time = time;
        foreach (var c in text)
        {
            if (stream.Returned && c != '\n')
                stream.Text.Clear();
            stream.Returned = c == '\r';
            if (c is not ('\r' or '\n'))
                stream.Text.Append(c);
            if (c == '\n' || stream.Text.Length == LineLimit)
                yield return Take(stream);
        }
    }

    /// <summary>The lines that were never ended.</summary>
    public IEnumerable<ConsoleLine> End()
    {
        foreach (var stream in new[] { _out, _err })
        {
            if (stream.Text.Length > 0)
                yield return Take(stream);
        }
    }

    private ConsoleLine Take(Stream stream)
    {
        var line = new ConsoleLine(_line++, stream.Time, stream.Name, stream.Text.ToString());
        stream.Text.Clear();
        stream.Returned = false;
        return line;
    }

    private sealed class Stream(string name)
    {
        public string Name { get; } = name;

        public StringBuilder Text { get; } = new();

        public bool Returned { get; set; }

        public long Time { get; set; }
    }
}
