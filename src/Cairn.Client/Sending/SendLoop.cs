using Cairn.Client.Logging;
using Cairn.Client.Spool;

namespace Cairn.Client.Sending;

/// <summary>
/// Sends a living run's spool until its end is sent, trying again for as long as it takes, and tells the server now and
/// then that the run is alive.
/// </summary>
internal sealed class SendLoop : IAsyncDisposable
{
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    private readonly RunSender _sender;
    private readonly ApiConnection _api;
    private readonly Warnings _warnings;
    private readonly TimeProvider _clock;
    private readonly Action<SpoolBinding> _bound;
    private readonly Action _alive;
    private readonly Action _stopAsked;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopHeartbeat = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly SemaphoreSlim _hurry = new(0, 1);
    private readonly Leftovers? _leftovers;
    private readonly RunOptions _options;
    private readonly Task _heartbeat;

    /// <param name="sender">What sends.</param>
    /// <param name="leftovers">What is sent first, if anything.</param>
    /// <param name="api">The server.</param>
    /// <param name="warnings">Where lasting trouble is told.</param>
    /// <param name="clock">The clock for heartbeats.</param>
    /// <param name="bound">Told once, when the run is created on the server.</param>
    /// <param name="alive">Told at each heartbeat, whether or not the server can be reached.</param>
    /// <param name="stopAsked">Told when the server says that a person asked the run to stop.</param>
    /// <param name="options">The times between heartbeats and retries.</param>
    public SendLoop(
        RunSender sender, Leftovers? leftovers, ApiConnection api, Warnings warnings, TimeProvider clock,
        Action<SpoolBinding> bound, Action alive, Action stopAsked, RunOptions options)
    {
        _sender = sender;
        _leftovers = leftovers;
        _options = options;
        _api = api;
        _warnings = warnings;
        _clock = clock;
        _bound = bound;
        _alive = alive;
        _stopAsked = stopAsked;
        Completion = Task.Run(SendAsync);
        _heartbeat = Task.Run(BeatAsync);
    }

    /// <summary>True when the end of the run is sent; false when the server refuses the run or sending was stopped.</summary>
    public Task<bool> Completion { get; }

    /// <summary>Whether the last try found no usable server.</summary>
    public bool Away { get; private set; }

    /// <summary>What stood in the way of the last try.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Says that there is more to send.</summary>
    public void Signal() => Release(_signal);

    /// <summary>Tries again at once instead of waiting out the present pause.</summary>
    public void Hurry()
    {
        Release(_signal);
        Release(_hurry);
    }

    public async Task StopHeartbeatAsync()
    {
        await _stopHeartbeat.CancelAsync().ConfigureAwait(false);
        await _heartbeat.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await StopHeartbeatAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
        _leftovers?.Dispose();
        _stop.Dispose();
        _stopHeartbeat.Dispose();
        _signal.Dispose();
        _hurry.Dispose();
    }

    private async Task<bool> SendAsync()
    {
        var backoff = new Backoff(_options.FirstRetry, LongestRetry);
        var bound = false;
        try
        {
            while (true)
            {
                var step = await TryStepAsync().ConfigureAwait(false);
                Away = step.Kind == SendStepKind.Later;
                if (!bound && _sender.Binding is { } binding)
                {
                    bound = true;
                    _bound(binding);
                }

                switch (step.Kind)
                {
                    case SendStepKind.Finished:
                        return true;
                    case SendStepKind.RunRefused:
                        Problem = step.Problem;
                        _warnings.Report("run-refused",
                            $"the server refuses the run: {step.Problem} (its data stays in the spool)");
                        return false;
                    case SendStepKind.Later:
                        Problem = step.Problem;
                        _warnings.Report("away", $"{_api.Server} cannot take the run's data now ({step.Problem}); "
                            + "it is kept on disk and sent when the server is back");
                        await _hurry.WaitAsync(backoff.Next(step.RetryAfter), _stop.Token).ConfigureAwait(false);
                        break;
                    case SendStepKind.Idle:
                        backoff.Reset();
                        await _signal.WaitAsync(_stop.Token).ConfigureAwait(false);
                        break;
                    default:
                        backoff.Reset();
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<SendStep> TryStepAsync()
    {
        try
        {
            if (_leftovers is not null
                && await _leftovers.StepAsync(_stop.Token).ConfigureAwait(false) is { Kind: not SendStepKind.Idle } step)
                return step;
            return await _sender.StepAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A full disk or an answer nobody expected: the spool still has everything, so try again later.
            return new SendStep(SendStepKind.Later, e.Message);
        }
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(_options.HeartbeatInterval, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopHeartbeat.Token).ConfigureAwait(false))
            {
                _alive();
                if (_sender.Binding is not { } binding || Away)
                    continue;
                var beat = System.Text.Encoding.UTF8.GetBytes(
                    $$"""{"heartbeat":{{_clock.GetUtcNow().ToUnixTimeMilliseconds()}}}""" + "\n");
                var answer = await _api.SendLinesAsync(
                    $"/runs/{binding.RunId}/log", beat, _stopHeartbeat.Token).ConfigureAwait(false);
                if (answer.Body?["stop"]?.GetValueKind() == System.Text.Json.JsonValueKind.True)
                    _stopAsked();
            }
        }
        catch (OperationCanceledException)
        {
            // The run ends.
        }
    }

    private static void Release(SemaphoreSlim semaphore)
    {
        try
        {
            if (semaphore.CurrentCount == 0)
                semaphore.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else signalled at the same moment, or the loop is over.
        }
    }
}
