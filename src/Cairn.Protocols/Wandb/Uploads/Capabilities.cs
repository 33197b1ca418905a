using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cairn.Core.Access;
using Microsoft.AspNetCore.WebUtilities;

namespace Cairn.Protocols.Wandb.Uploads;

/// <summary>
/// Makes addresses that carry their own authority, since clients send no key where they upload and download: a
/// signature over what may be done to what, until when.
/// </summary>
internal sealed class Capabilities(SecretStore secrets, TimeProvider time)
{
    // Uploads can wait in a client's queue for days while its machine is offline.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(8);
    private readonly Lazy<byte[]> _key = new(() => secrets.Get("wandb-capability"));

    /// <summary>The query string that allows a method on a path.</summary>
    /// <param name="method"><c>PUT</c> or <c>GET</c>.</param>
    /// <param name="path">Decoded, as the request will name it.</param>
    public string Grant(string method, string path)
    {
        var until = time.GetUtcNow().Add(Lifetime).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"?until={until}&grant={Sign(method, path, until)}");
    }

    /// <summary>Whether a request's query allows its method on its path.</summary>
    public bool Allows(string method, string path, string? until, string? grant) =>
        grant is not null
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        && end >= time.GetUtcNow().ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(method, path, end)), Encoding.ASCII.GetBytes(grant));

    private string Sign(string method, string path, long until) => WebEncoders.Base64UrlEncode(HMACSHA256.HashData(
        _key.Value, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{method}\n{until}\n{path}"))));
}
