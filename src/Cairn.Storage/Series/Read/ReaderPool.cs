using System.Collections.Concurrent;

namespace Cairn.Storage.Series.Read;

/// <summary>A few reading connections, made when needed. Whoever holds one must not wait for a run's gate.</summary>
internal sealed class ReaderPool(string path, int most) : IDisposable
{
    private readonly ConcurrentBag<Reader> _idle = [];
    private readonly SemaphoreSlim _places = new(most);

    public Lease Rent()
    {
        _places.Wait();
        try
        {
            return new Lease(this, _idle.TryTake(out var reader) ? reader : new Reader(path));
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
            reader.Dispose();
        _places.Dispose();
    }

    internal readonly struct Lease(ReaderPool pool, Reader reader) : IDisposable
    {
        public Reader Reader { get; } = reader;

        public void Dispose()
        {
            pool._idle.Add(Reader);
            pool._places.Release();
        }
    }
}
