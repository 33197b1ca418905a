using System.Text;

namespace Cairn.Client.Consoles;

/// <summary>
/// Puts written text together to lines as a terminal would leave them: a carriage return begins the line anew, so that
/// of a progress bar only the final state remains; backspaces erase; escape sequences are dropped. Not thread-safe.
/// </summary>
/// <param name="emit">Takes each finished line.</param>
internal sealed class ConsoleLineAssembler(Action<string> emit)
{
    /// <summary>Longer lines go on in the next one.</summary>
    public const int LongestLine = 8192;

    private readonly StringBuilder _line = new();
    private Escape _escape;
    private bool _returned;

    private enum Escape
    {
        None,
        Begun,
        Control,
        Text,
    }

    public void Write(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var plain = _escape == Escape.None ? text.IndexOfAnyInRange('\0', '\x1f') : 0;
            if (plain != 0)
            {
                Append(plain < 0 ? text : text[..plain]);
                if (plain < 0)
                    return;
                text = text[plain..];
            }

            Special(text[0]);
            text = text[1..];
        }
    }

    /// <summary>Emits a line that has no end yet.</summary>
    public void Complete()
    {
        if (_line.Length > 0)
            End();
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (_returned)
        {
            _returned = false;
            _line.Clear();
        }

        while (_line.Length + text.Length > LongestLine)
        {
            var room = LongestLine - _line.Length;
            _line.Append(text[..room]);
            text = text[room..];
            End();
        }

        _line.Append(text);
    }

    private void Special(char c)
    {
        switch (_escape)
        {
            case Escape.Begun:
                // "[" begins a control sequence, "]" a text such as a window title; others are one character.
                _escape = c == '[' ? Escape.Control : c == ']' ? Escape.Text : Escape.None;
                return;
            case Escape.Control:
                if (c is >= '@' and <= '~')
                    _escape = Escape.None;
                return;
            case Escape.Text:
                if (c == '\a')
                    _escape = Escape.None;
                else if (c == '\x1b')
                    _escape = Escape.Begun;
                return;
        }

        switch (c)
        {
            case '\n':
                End();
                break;
            case '\r':
                _returned = true;
                break;
            case '\t':
                Append("\t");
                break;
            case '\b' when _line.Length > 0 && !_returned:
                _line.Length--;
                break;
            case '\x1b':
                _escape = Escape.Begun;
                break;
        }
    }

    private void End()
    {
        var text = _line.ToString();
        _line.Clear();
        _returned = false;
        emit(text);
    }
}
