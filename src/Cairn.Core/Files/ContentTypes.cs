using System.Collections.Frozen;

namespace Cairn.Core.Files;

/// <summary>Content types by file name.</summary>
public static class ContentTypes
{
    private const string Unknown = "application/octet-stream";

    private static readonly FrozenDictionary<string, string> ByExtension = new Dictionary<string, string>
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".svg"] = "image/svg+xml",
        [".bmp"] = "image/bmp",
        [".html"] = "text/html",
        [".htm"] = "text/html",
        [".txt"] = "text/plain",
        [".log"] = "text/plain",
        [".md"] = "text/markdown",
        [".csv"] = "text/csv",
        [".tsv"] = "text/tab-separated-values",
        [".json"] = "application/json",
        [".jsonl"] = "application/x-ndjson",
        [".yaml"] = "text/plain",
        [".yml"] = "text/plain",
        [".toml"] = "text/plain",
        [".py"] = "text/plain",
        [".cs"] = "text/plain",
        [".diff"] = "text/plain",
        [".patch"] = "text/plain",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".wav"] = "audio/wav",
        [".mp3"] = "audio/mpeg",
        [".ogg"] = "audio/ogg",
        [".pdf"] = "application/pdf",
        [".zip"] = "application/zip",
        [".gz"] = "application/gzip",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The client's word where it says something, else a guess from the path's extension.</summary>
    public static string Choose(string path, string? declared) =>
        string.IsNullOrWhiteSpace(declared) || declared is Unknown or "application/x-www-form-urlencoded"
            ? ByExtension.GetValueOrDefault(Path.GetExtension(path), Unknown)
            : declared;
}
