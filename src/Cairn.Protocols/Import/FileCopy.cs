using System.Security.Cryptography;

namespace Cairn.Protocols.Import;

/// <summary>Brings the files of one run over, but for those that the server has already.</summary>
internal sealed class FileCopy
{
    private readonly ImportTarget _target;
    private readonly ImportTally _tally;
    private readonly long _run;
    private readonly string _subject;
    private readonly Dictionary<string, (long Size, string Sha256)> _known;

    private FileCopy(
        ImportTarget target, ImportTally tally, long run, string subject, Dictionary<string, (long, string)> known)
    {
        (_target, _tally, _run, _subject, _known) = (target, tally, run, subject, known);
    }

    /// <summary>Asks the server what it has of the run.</summary>
    public static async Task<FileCopy> StartAsync(
        ImportTarget target, ImportTally tally, long run, string subject, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, (long, string)>();
        var answer = await target.GetAsync($"api/v1/runs/{run}/files", cancellationToken);
        if (answer.Ok)
        {
            foreach (var file in answer.Json.GetProperty("files").EnumerateArray())
            {
                known[file.GetProperty("path").GetString()!] =
                    (file.GetProperty("size").GetInt64(), file.GetProperty("sha256").GetString()!);
            }
        }

        return new FileCopy(target, tally, run, subject, known);
    }

    public async Task AddAsync(ImportedFile file, CancellationToken cancellationToken)
    {
        try
        {
            if (await IsThereAsync(file, cancellationToken))
            {
                _tally.Came(new ImportCounts { Files = 1 });
                return;
            }

            var answer = await _target.PutFileAsync(_run, file, cancellationToken);
            if (answer.Ok)
                _tally.Came(new ImportCounts { Files = 1, Bytes = answer.Json.GetProperty("size").GetInt64() });
            else
                _tally.Missed(_subject, $"{file.LocalPath ?? file.Path}: {answer.Problem}", new ImportCounts { Files = 1 });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _tally.Missed(
                _subject, $"{file.LocalPath ?? file.Path} can't be read: {exception.Message}", new ImportCounts { Files = 1 });
        }
    }

    // A file that has to be fetched is told by its size alone: to compare its bytes it would have to come anyway.
    private async Task<bool> IsThereAsync(ImportedFile file, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(file.Path, out var known) || known.Size != file.Size)
            return false;
        if (file.LocalPath is null)
            return true;
        await using var bytes = await file.Open(cancellationToken);
        var hash = await SHA256.HashDataAsync(bytes, cancellationToken);
        return Convert.ToHexStringLower(hash).Equals(known.Sha256, StringComparison.OrdinalIgnoreCase);
    }
}
