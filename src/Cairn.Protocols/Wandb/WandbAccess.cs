using System.Text;
using Cairn.Core.Access;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Wandb;

/// <summary>Tells who a request's key belongs to.</summary>
/// <param name="keys">The keys that were made.</param>
/// <param name="local">The one user of a server without accounts.</param>
/// <param name="policy">Whether a key is needed at all.</param>
internal sealed class WandbAccess(ApiKeyStore keys, Caller local, AccessPolicy policy)
{
    /// <summary>Why a request without a known key is turned away.</summary>
    public const string Words =
        "This server needs an API key and does not know the one that was sent. Open /authorize on it in a browser to make one, " +
        "then run 'wandb login --relogin'.";

    /// <summary>The caller; null when a key is needed and none that is known was sent.</summary>
    public Caller? Find(HttpRequest request)
    {
        if (!policy.NeedsKey)
            return local;
        return Secret(request.Headers.Authorization.ToString()) is { } secret ? keys.Find(secret) : null;
    }

    // "Basic api:KEY"; a key may have a prefix up to its last dash.
    private static string? Secret(string header)
    {
        string? secret = null;
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            secret = header["Bearer ".Length..].Trim();
        }
        else if (header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var encoded = header["Basic ".Length..].Trim();
            var bytes = new byte[encoded.Length];
            if (Convert.TryFromBase64String(encoded, bytes, out var length))
            {
                var pair = Encoding.UTF8.GetString(bytes, 0, length);
                secret = pair[(pair.IndexOf(':', StringComparison.Ordinal) + 1)..];
            }
        }

        return string.IsNullOrEmpty(secret) ? null : secret[(secret.LastIndexOf('-') + 1)..];
    }
}
