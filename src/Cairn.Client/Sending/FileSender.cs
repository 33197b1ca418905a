using System.Net.Http.Headers;
using System.Text.Json;
using Cairn.Client.Logging;
using Cairn.Client.Spool;

namespace Cairn.Client.Sending;

/// <summary>Uploads files of the run, from the frame itself, a copy in the spool, or the original.</summary>
internal sealed class FileSender(
    SpoolFolder folder, ApiConnection api, RejectedData rejected, Warnings warnings, SendCounts counts)
{
    private readonly List<string> _sentCopies = [];

    public async Task<ApiAnswer> SendAsync(long run, byte[] payload, CancellationToken cancellationToken)
    {
        var (file, inline) = Read(payload);
        var path = $"/runs/{run}/files/" + string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString));
        ApiAnswer answer;
        try
        {
            answer = file is { Copy: null, Source: null }
                ? await Put(path, new ReadOnlyMemoryContent(inline), inline.Length, file.Path, cancellationToken)
                    .ConfigureAwait(false)
                : await PutFile(path, file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ApiAnswer(ApiOutcome.Refused, 0, null, $"the file cannot be read any more: {e.Message}");
        }

        if (answer.Done)
        {
            counts.Files++;
            if (file.Copy is not null)
                _sentCopies.Add(file.Copy);
        }

        return answer;
    }

    public void Keep(byte[] payload, ApiAnswer answer)
    {
        var (file, inline) = Read(payload);
        counts.Refused++;
        rejected.KeepFile(file, answer, inline.Span);
        warnings.Report("refused-file", $"the file '{file.Path}' could not be sent: {answer.Problem}");
    }

    /// <summary>Deletes copies whose upload is acknowledged.</summary>
    public void DeleteSentCopies()
    {
        foreach (var copy in _sentCopies)
            File.Delete(folder.CopyFile(copy));
        _sentCopies.Clear();
    }

    private static (SpoolFile File, ReadOnlyMemory<byte> Inline) Read(byte[] payload)
    {
        var end = payload.AsSpan().IndexOf((byte)'\n');
        return (JsonSerializer.Deserialize(payload.AsSpan(0, end), SpoolJson.Default.SpoolFile)!, payload.AsMemory(end + 1));
    }

    private async Task<ApiAnswer> PutFile(string path, SpoolFile file, CancellationToken cancellationToken)
    {
        var local = file.Copy is not null ? folder.CopyFile(file.Copy) : file.Source!;
        await using var stream = new FileStream(local, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        return await Put(path, new StreamContent(stream, 1 << 16), stream.Length, file.Path, cancellationToken)
            .ConfigureAwait(false);
    }

    private Task<ApiAnswer> Put(
        string path, HttpContent content, long length, string name, CancellationToken cancellationToken)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue(ContentTypes.Of(name));
        return api.SendFileAsync(path, content, length, cancellationToken);
    }
}
