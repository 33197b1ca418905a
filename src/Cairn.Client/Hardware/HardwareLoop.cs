using Cairn.Client.Logging;

namespace Cairn.Client.Hardware;

/// <summary>
/// Samples hardware at an interval, for the first time after a second at most, so that short runs have samples too. The
/// step of a sample is the run's age in whole seconds.
/// </summary>
internal sealed class HardwareLoop : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    private readonly RunRecorder _recorder;
    private readonly Warnings _warnings;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public HardwareLoop(RunRecorder recorder, Warnings warnings, TimeProvider clock, TimeSpan interval)
    {
        _recorder = recorder;
        _warnings = warnings;
        _clock = clock;
        _interval = interval < Shortest ? Shortest : interval;
        _loop = Task.Run(SampleAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task SampleAsync()
    {
        try
        {
            using var sampler = new HardwareSampler();
            var started = _clock.GetTimestamp();
            await Task.Delay(_interval < First ? _interval : First, _clock, _stop.Token).ConfigureAwait(false);
            while (true)
            {
                var row = sampler.Sample();
                _recorder.Log(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(row),
                    (long)_clock.GetElapsedTime(started).TotalSeconds, _clock.GetUtcNow().ToUnixTimeMilliseconds());
                await Task.Delay(_interval, _clock, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The run ends.
        }
        catch (Exception e)
        {
            _warnings.Report("hardware", $"hardware is not sampled any more: {e.Message}");
        }
    }
}
