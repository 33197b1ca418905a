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
        response.Headers.ContentDisposition = Disposition(Path.GetFileName(file.Path));
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return TypedResults.Stream(
            bytes,
            TypeOf(file.Path),
            fileDownloadName: null,
            DateTimeOffset.FromUnixTimeMilliseconds(file.UpdatedAt),
            new EntityTagHeaderValue($"\"{file.Sha256}\""),
            enableRangeProcessing: true);
    }

    // Clients compare the short form, which plain names can have.
    private static string Disposition(string name)
    {
        if (name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            return $"attachment; filename={name}";
        var header = new ContentDispositionHeaderValue("attachment");
        header.SetHttpFileName(name);
        return header.ToString();
    }

    private static string TypeOf(string path) =>
        TextExtensions.Contains(Path.GetExtension(path)) || TextNames.Contains(Path.GetFileName(path))
            ? "text/plain"
            : ContentTypes.Choose(path, null);
}
