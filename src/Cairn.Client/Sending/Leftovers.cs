using Cairn.Client.Logging;
using Cairn.Client.Spool;

namespace Cairn.Client.Sending;

/// <summary>
/// Sends what earlier processes of a continued run left in the same spool directory, before anything of the new
/// process: only then do console lines and results keep their order.
/// </summary>
internal sealed class Leftovers(SpoolFolder own, ApiConnection api, Warnings warnings, TimeProvider clock) : IDisposable
{
    private readonly Queue<string> _paths = new(Find(own));
    private SpoolFolder? _folder;
    private RunSender? _sender;

    /// <summary>Idle once nothing is left.</summary>
    public async Task<SendStep> StepAsync(CancellationToken cancellationToken)
    {
        while (_sender is null)
        {
            if (!_paths.TryPeek(out var path))
                return SendStep.Idle;
            _folder = SpoolFolder.TryOpen(path, out _);
            var header = _folder?.Header;
            if (header is not null && header.Uid == own.Header.Uid && header.Project == own.Header.Project
                && _folder!.Segments().Count > 0)
            {
                _sender = new RunSender(_folder, null, api, warnings, clock);
                break;
            }

            Next();
        }

        var step = await _sender.StepAsync(cancellationToken).ConfigureAwait(false);
        switch (step.Kind)
        {
            // Without an end the earlier process died, but the run goes on: nothing is to be marked.
            case SendStepKind.Idle or SendStepKind.Finished:
                _sender.Dispose();
                _folder!.Complete();
                Next();
                return SendStep.Sent;
            case SendStepKind.RunRefused:
                Next();
                return SendStep.Sent;
            default:
                return step;
        }
    }

    public void Dispose()
    {
        _sender?.Dispose();
        _folder?.Dispose();
    }

    private static IEnumerable<string> Find(SpoolFolder own) =>
        Directory.GetDirectories(Path.GetDirectoryName(own.Path)!).Where(path => path != own.Path).Order(StringComparer.Ordinal);

    private void Next()
    {
        Dispose();
        (_sender, _folder) = (null, null);
        _paths.Dequeue();
    }
}
