namespace Cairn.Client.Logging;

/// <summary>Reports each kind of problem once and never throws.</summary>
internal sealed class Warnings(Action<string>? hook)
{
    private const int MostKinds = 256;
    private readonly HashSet<string> _reported = [];

    public void Report(string kind, string text)
    {
        lock (_reported)
        {
            if (_reported.Count >= MostKinds || !_reported.Add(kind))
                return;
        }

        try
        {
            if (hook is not null)
                hook(text);
            else
                Console.Error.WriteLine("cairn: " + text);
        }
        catch (Exception)
        {
            // A warning must not harm the program that is watched, not even when its own hook fails.
        }
    }
}
