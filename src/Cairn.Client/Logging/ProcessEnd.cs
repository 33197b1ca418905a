using System.Runtime.InteropServices;

namespace Cairn.Client.Logging;

/// <summary>Hears of the ways a process ends without finishing its runs.</summary>
internal sealed class ProcessEnd : IDisposable
{
    private readonly EventHandler _exit;
    private readonly UnhandledExceptionEventHandler _unhandled;
    private readonly List<PosixSignalRegistration> _signals = [];

    /// <param name="exited">The process exits in order.</param>
    /// <param name="failed">An exception nobody caught ends the process.</param>
    /// <param name="signalled">A signal arrived that ends the process unless the program objects.</param>
    public ProcessEnd(Action exited, Action<Exception?> failed, Action<PosixSignal> signalled)
    {
        _exit = (_, _) => exited();
        _unhandled = (_, e) => failed(e.ExceptionObject as Exception);
        AppDomain.CurrentDomain.ProcessExit += _exit;
        AppDomain.CurrentDomain.UnhandledException += _unhandled;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            try
            {
                // The signal is only heard, never cancelled: whether it ends the process is the program's affair.
                _signals.Add(PosixSignalRegistration.Create(signal, context =>
                {
                    if (!context.Cancel)
                        signalled(context.Signal);
                }));
            }
            catch (Exception e) when (e is PlatformNotSupportedException or IOException)
            {
                // A platform without this signal has nothing to hear.
            }
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= _exit;
        AppDomain.CurrentDomain.UnhandledException -= _unhandled;
        foreach (var signal in _signals)
            signal.Dispose();
    }
}
