using System.Globalization;
using System.Text.Json;

namespace Cairn.Cli;

/// <summary>A run as people name it: its number, <c>team/project/uid</c>, or the address of its page.</summary>
internal static class RunReference
{
    public const string Help = "The run: team/project/uid, its number, or the address of its page.";

    /// <summary>Finds it on the server; what is no such name or not there is a <see cref="CommandFailedException"/>.</summary>
    public static async Task<JsonElement> FindAsync(ServerApi api, string text, CancellationToken cancellationToken)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return await api.GetAsync($"/runs/{id}", cancellationToken).ConfigureAwait(false);
        var path = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address.AbsolutePath
            : text;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        if (parts is [_, _, "runs", _])
            parts.RemoveAt(2);
        if (parts.Count == 2)
            parts.Insert(0, "local");
        if (parts.Count != 3)
            throw new CommandFailedException($"'{text}' names no run: give team/project/uid, its number, or the address of its page.");
        var escaped = parts.Select(Uri.EscapeDataString).ToArray();
        return await api.GetAsync($"/projects/{escaped[0]}/{escaped[1]}/runs/{escaped[2]}", cancellationToken).ConfigureAwait(false);
    }
}
