using Cairn.Client.Consoles;
using Cairn.Client.Logging;

namespace Cairn.Client.Tests.Consoles;

public sealed class ConsoleCaptureTests : IDisposable
{
    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly StringWriter _printed = new() { NewLine = "\n" };

    public ConsoleCaptureTests()
    {
        Console.SetOut(_printed);
        Console.SetError(_printed);
    }

    public void Dispose()
    {
        Console.SetOut(_out);
        Console.SetError(_error);
        _printed.Dispose();
    }

    [Fact]
    public void Both_streams_are_read_along_and_still_printed()
    {
        var lines = new List<ConsoleLine>();
        using (new ConsoleCapture(lines.Add, TimeProvider.System))
        {
            Console.WriteLine("one");
            Console.Error.WriteLine("two {0}", 2);
            Console.Write("thr");
            Console.Error.Write("partial error");
            Console.Write('e');
            Console.WriteLine("e".AsSpan());
            Console.WriteLine(4.5);
            Console.Write("partial");
        }

        Console.WriteLine("after");
        Assert.Equal(
            [(0L, "stdout", "one"), (1, "stderr", "two 2"), (2, "stdout", "three"), (3, "stdout", "4.5"), (4, "stdout", "partial"), (5, "stderr", "partial error")],
            lines.Select(line => (line.Line, line.Stream, line.Text)));
        Assert.Equal("one\ntwo 2\nthrpartial errore" + "e\n4.5\npartialafter\n", _printed.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Captures_may_end_in_any_order()
    {
        var first = new List<ConsoleLine>();
        var second = new List<ConsoleLine>();
        var outer = new ConsoleCapture(first.Add, TimeProvider.System);
        var inner = new ConsoleCapture(second.Add, TimeProvider.System);
        Console.WriteLine("both");
        outer.Dispose();
        Console.WriteLine("inner only");
        inner.Dispose();
        Console.WriteLine("none");
        Assert.Equal(["both"], first.Select(line => line.Text));
        Assert.Equal(["both", "inner only"], second.Select(line => line.Text));
        Assert.Equal("both\ninner only\nnone\n", _printed.ToString().ReplaceLineEndings("\n"));
    }
}
