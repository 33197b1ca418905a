using System.Security.Cryptography;
using System.Text;

namespace Cairn.Protocols.Import;

/// <summary>A short text that differs when what was read differs.</summary>
internal static class Fingerprint
{
    public static string Of(params IEnumerable<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..24];
}
