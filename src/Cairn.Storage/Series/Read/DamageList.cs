using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cairn.Storage.Series.Read;

/// <summary>What readers found damaged: logged once each, and kept to be told.</summary>
internal sealed class DamageList(ILogger logger)
{
    // A disk that spoils everything must not fill the memory too.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<long, SeriesDamage> _chunks = new();

    public void Note(long chunk, SeriesDamage damage)
    {
        if (_chunks.Count >= Most || !_chunks.TryAdd(chunk, damage))
            return;
        logger.LogError(
            "Run {Run}, series '{Key}', steps {FirstStep} to {LastStep} cannot be read and are left out: {Detail}. "
            + "'cairn check' looks at the whole folder; a backup may have them",
            damage.Run, damage.Key, damage.FirstStep, damage.LastStep, damage.Detail);
    }

    public IReadOnlyList<SeriesDamage> Of(long run) =>
    [
        .. _chunks.Values.Where(damage => damage.Run == run)
            .OrderBy(damage => damage.Key, StringComparer.Ordinal).ThenBy(damage => damage.FirstStep),
    ];
}
