using System.Text;

namespace Cairn.Client.Consoles;

/// <summary>Writes on to the real console and lets a run read along.</summary>
internal sealed class ConsoleTee(TextWriter target, Action<ReadOnlySpan<char>> read) : TextWriter
{
    private volatile bool _detached;

    public override Encoding Encoding => target.Encoding;

    /// <summary>From now on only passes through.</summary>
    public void Detach() => _detached = true;

    public override void Write(char value)
    {
        target.Write(value);
        Read([value]);
    }

    public override void Write(string? value)
    {
        target.Write(value);
        Read(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        target.Write(buffer, index, count);
        Read(buffer.AsSpan(index, count));
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        target.Write(buffer);
        Read(buffer);
    }

    public override void WriteLine()
    {
        target.WriteLine();
        Read("\n");
    }

    public override void WriteLine(string? value)
    {
        target.WriteLine(value);
        Read(value, "\n");
    }

    public override void WriteLine(ReadOnlySpan<char> buffer)
    {
        target.WriteLine(buffer);
        Read(buffer, "\n");
    }

    public override void Flush() => target.Flush();

    private void Read(ReadOnlySpan<char> text, ReadOnlySpan<char> end = default)
    {
        if (_detached)
            return;
        try
        {
            read(text);
            if (!end.IsEmpty)
                read(end);
        }
        catch (Exception)
        {
            // What the run makes of it must never break a program's output.
        }
    }
}
