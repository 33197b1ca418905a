namespace Cairn.Protocols.Mlflow;

/// <summary>Python writes numbers that are not finite as bare words, which JSON does not have.</summary>
internal static class BareNumbers
{
    /// <summary>The same text with every bare <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> put into quotes.</summary>
    public static byte[] Quote(ReadOnlySpan<byte> json)
    {
        var quoted = new List<byte>(json.Length + 16);
        var inText = false;
        for (var i = 0; i < json.Length; i++)
        {
            var word = inText ? default : Word(json[i..]);
            if (word.Length > 0)
            {
                quoted.Add((byte)'"');
                quoted.AddRange(word);
                quoted.Add((byte)'"');
                i += word.Length - 1;
                continue;
            }

            quoted.Add(json[i]);
            if (json[i] == '"')
                inText = !inText;
            else if (inText && json[i] == '\\' && i + 1 < json.Length)
                quoted.Add(json[++i]);
        }

        return [.. quoted];
    }

    private static ReadOnlySpan<byte> Word(ReadOnlySpan<byte> json) =>
        json.StartsWith("NaN"u8) ? "NaN"u8
        : json.StartsWith("Infinity"u8) ? "Infinity"u8
        : json.StartsWith("-Infinity"u8) ? "-Infinity"u8
        : default;
}
