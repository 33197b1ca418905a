using Cairn.Client.Consoles;

namespace Cairn.Client.Tests.Consoles;

public sealed class ConsoleLineAssemblerTests
{
    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("10%\r50%\r100%\n", "100%")]
    [InlineData("\r10%\r100%", "100%")]
    [InlineData("longer\rshort\n", "short")]
    [InlineData("abc\b\bX\n", "aX")]
    [InlineData("\u001b[31mred\u001b[0m\u001b[2K \u001b]0;title\u0007end\n", "red end")]
    [InlineData("tab\there\n", "tab\there")]
    [InlineData("\n\n", "|")]
    [InlineData("", "")]
    public void Lines_are_as_a_terminal_leaves_them(string written, string expected)
    {
        Assert.Equal(expected, string.Join('|', Lines(written)));
        // However it is cut into pieces.
        Assert.Equal(expected, string.Join('|', Lines([.. written.Select(c => c.ToString())])));
    }

    [Fact]
    public void A_very_long_line_goes_on_in_the_next()
    {
        var text = string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i:D4}"));
        var lines = Lines(text + "\n");
        Assert.Equal(text, string.Concat(lines));
        Assert.Equal([8192, 8192, 3616], lines.Select(line => line.Length));
    }

    private static List<string> Lines(params string[] pieces)
    {
        var lines = new List<string>();
        var assembler = new ConsoleLineAssembler(lines.Add);
        foreach (var piece in pieces)
            assembler.Write(piece);
        assembler.Complete();
        return lines;
    }
}
