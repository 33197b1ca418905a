using Cairn.Storage.Series.Heads;
using Cairn.Storage.Series.Sql;
using Microsoft.Extensions.Logging;

namespace Cairn.Storage.Series.Write;

/// <summary>Brings staged batches back into the heads when a store is opened.</summary>
internal static class Replay
{
    public static void Run(Database database, RunTable runs, Applier applier, ILogger logger)
    {
        using var statement = database.Prepare("SELECT seq, run, crc, payload FROM stage ORDER BY seq");
        while (statement.Step())
        {
            var (sequence, run) = (statement.Long(0), statement.Long(1));
            var payload = statement.Blob(3);
            if (Checksum.Of(payload) != (uint)statement.Long(2))
            {
                logger.LogError("Staged batch {Sequence} of run {Run} is damaged and left out", sequence, run);
                continue;
            }

            var state = runs.With(run, static state => state);
            lock (state.Gate)
                applier.Apply(state, payload, sequence);
        }
    }
}
