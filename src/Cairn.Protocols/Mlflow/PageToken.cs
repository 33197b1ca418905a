using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Mlflow;

/// <summary>Page tokens: where the next page begins, as base64 of a small JSON object. Clients hand them back unread.</summary>
internal static class PageToken
{
    /// <summary>The offset that a token stands for; 0 without one. Anything else than a token ends the call.</summary>
    public static int Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return 0;
        Span<byte> bytes = stackalloc byte[96];
        try
        {
            if (Convert.TryFromBase64String(token, bytes, out var length))
            {
                var reader = new Utf8JsonReader(bytes[..length]);
                var json = JsonElement.ParseValue(ref reader);
                if (json.ValueKind == JsonValueKind.Object
                    && json.TryGetProperty("offset", out var offset)
                    && offset.ValueKind == JsonValueKind.Number
                    && offset.TryGetInt32(out var number)
                    && number >= 0)
                {
                    return number;
                }
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw MlflowRefusal.Invalid("Invalid page token: it is none that this server gave.");
    }

    public static string Write(int offset) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($$"""{"offset": {{offset}}}"""));

    /// <summary>One page of a list that is in order, and the token of the next.</summary>
    public static (IReadOnlyList<T> Page, string? Next) Slice<T>(IReadOnlyList<T> all, string? token, long limit)
    {
        var offset = Math.Min(Read(token), all.Count);
        var count = (int)Math.Min(limit, all.Count - offset);
        var next = count > 0 && offset + count < all.Count ? Write(offset + count) : null;
        return ([.. all.Skip(offset).Take(count)], next);
    }
}
