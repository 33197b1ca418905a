namespace Cairn.Client.Sending;

/// <summary>The content type that a file's name suggests.</summary>
internal static class ContentTypes
{
    public static string Of(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".bmp" => "image/bmp",
        ".svg" => "image/svg+xml",
        ".html" or ".htm" => "text/html",
        ".json" => "application/json",
        ".txt" or ".log" or ".md" or ".diff" or ".patch" or ".cs" or ".py" or ".yaml" or ".yml" => "text/plain",
        ".csv" => "text/csv",
        ".wav" => "audio/wav",
        ".mp3" => "audio/mpeg",
        ".ogg" => "audio/ogg",
        ".flac" => "audio/flac",
        ".mp4" => "video/mp4",
        ".webm" => "video/webm",
        _ => "application/octet-stream",
    };
}
