namespace Cairn.Client.Logging;

/// <summary>
/// Notices a program that logs a key over and over without ever moving the step: all its points would share one step,
/// which is hardly what it means.
/// </summary>
internal sealed class StepWatch(Warnings warnings)
{
    private const int Suspicious = 50;
    private string? _key;
    private long _step;
    private int _repeats;

    // Races between threads can only delay the warning.
    public void Unstepped(string key, long step)
    {
        if (_key is null || step != _step)
        {
            _key = key;
            _step = step;
            _repeats = 0;
        }
        else if (string.Equals(key, _key) && ++_repeats == Suspicious)
        {
            warnings.Report("step", $"'{key}' was logged {Suspicious} times at step {step}: "
                + "pass a step to Log or call NextStep() after each one");
        }
    }
}
