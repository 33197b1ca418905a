using System.Collections.Frozen;
using Cairn.Core.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cairn.Protocols.Mlflow.Artifacts;

/// <summary>Answers with the bytes of a file, as an attachment: a browser must not run what a run has uploaded.</summary>
internal static class ArtifactDownload
{
    private static readonly FrozenSet<string> TextExtensions = new[]
    {
        ".txt", ".log", ".json", ".jsonl", ".yaml", ".yml", ".py", ".js", ".ts", ".r", ".md", ".rst", ".cfg", ".conf", ".ini", ".toml", ".sh",
        ".sql", ".tex", ".proto", ".csv", ".tsv", ".xml", ".dockerfile",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> TextNames = new[] { "MLmodel", "MLproject" }.ToFrozenSet(StringComparer.Ordinal);

    public static object Of(ArtifactTree tree, RunFile? file, string path, HttpResponse response)
    {
        if (file is null || tree.OpenRead(file) is not { } bytes)
            throw MlflowRefusal.Missing($"There is no artifact '{MlflowNames.Shorten(path)}'.");
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return TypedResults.Stream(
            bytes,
            TypeOf(file.Path),
            Path.GetFileName(file.Path),
            DateTimeOffset.FromUnixTimeMilliseconds(file.UpdatedAt),
            new EntityTagHeaderValue($"\"{file.Sha256}\""),
            enableRangeProcessing: true);
    }

    private static string TypeOf(string path) =>
        TextExtensions.Contains(Path.GetExtension(path)) || TextNames.Contains(Path.GetFileName(path))
            ? "text/plain"
            : ContentTypes.Choose(path, null);
}
