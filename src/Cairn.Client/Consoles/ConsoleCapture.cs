using Cairn.Client.Logging;

namespace Cairn.Client.Consoles;

/// <summary>
/// Reads along with standard output and standard error from its creation to its disposal; both streams share one line
/// count from 0. The console keeps printing as before.
/// </summary>
internal sealed class ConsoleCapture : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action<ConsoleLine> _emit;
    private readonly TimeProvider _clock;
    private readonly Stream _out;
    private readonly Stream _error;
    private long _next;

    public ConsoleCapture(Action<ConsoleLine> emit, TimeProvider clock)
    {
        _emit = emit;
        _clock = clock;
        _out = new Stream(this, "stdout", Console.Out, Console.SetOut, () => Console.Out);
        _error = new Stream(this, "stderr", Console.Error, Console.SetError, () => Console.Error);
    }

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    private void Emit(string stream, string text) =>
        _emit(new ConsoleLine(_next++, stream, _clock.GetUtcNow().ToUnixTimeMilliseconds(), text));

    private sealed class Stream : IDisposable
    {
        private readonly ConsoleCapture _capture;
        private readonly ConsoleLineAssembler _lines;
        private readonly ConsoleTee _tee;
        private readonly TextWriter _before;
        private readonly TextWriter _installed;
        private readonly Action<TextWriter> _set;
        private readonly Func<TextWriter> _get;

        public Stream(
            ConsoleCapture capture, string name, TextWriter before, Action<TextWriter> set, Func<TextWriter> get)
        {
            _capture = capture;
            _before = before;
            _set = set;
            _get = get;
            _lines = new ConsoleLineAssembler(text => capture.Emit(name, text));
            _tee = new ConsoleTee(before, Read);
            set(_tee);
            // The console wraps what it is given; only the wrapper can be recognised later.
            _installed = get();
        }

        public void Dispose()
        {
            _tee.Detach();
            // Something else may have been put on top since; then the tee stays and only passes through.
            if (ReferenceEquals(_get(), _installed))
                _set(_before);
            lock (_capture._gate)
                _lines.Complete();
        }

        private void Read(ReadOnlySpan<char> text)
        {
            lock (_capture._gate)
                _lines.Write(text);
        }
    }
}
