using Cairn.Storage.Series;
using Microsoft.Extensions.ObjectPool;

namespace Cairn.Protocols.Native;

/// <summary>Keeps builders between requests, so that the keys they have met and their arrays are made once.</summary>
internal sealed class BuilderPolicy : PooledObjectPolicy<SeriesBatchBuilder>
{
    // A builder that has grown for a huge request would hold its memory for ever.
    private const long MostPoints = 100_000;

    public override SeriesBatchBuilder Create() => new(0);

    public override bool Return(SeriesBatchBuilder obj)
    {
        if (obj.Points > MostPoints)
            return false;
        obj.Reset(0);
        return true;
    }
}
