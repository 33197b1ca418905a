using System.Text.Json.Nodes;

namespace Cairn.Client.Sending;

/// <summary>
/// Renumbers console lines of a continued run, whose earlier processes already used the first numbers. The spool keeps
/// this process's own numbers because the offset is only known once the server has answered.
/// </summary>
internal static class ConsoleShift
{
    public static byte[] Apply(ReadOnlyMemory<byte> lines, long first)
    {
        if (first == 0)
            return lines.ToArray();
        using var shifted = new MemoryStream(lines.Length + 256);
        for (var rest = lines; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var node = JsonNode.Parse(rest.Span[..end])!;
            node["console"]!["line"] = node["console"]!["line"]!.GetValue<long>() + first;
            shifted.Write(System.Text.Encoding.UTF8.GetBytes(node.ToJsonString()));
            shifted.WriteByte((byte)'\n');
            rest = rest[(end + 1)..];
        }

        return shifted.ToArray();
    }
}
