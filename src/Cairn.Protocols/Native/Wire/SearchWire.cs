using System.ComponentModel.DataAnnotations;
using Cairn.Core.Searching;

namespace Cairn.Protocols.Native.Wire;

internal sealed record SearchHitWire(
    [property: AllowedValues("project", "run", "tag", "metric", "config", "value", "model", "sweep", "artifact")] string Kind,
    string Text, string? Note, string? Project, string? Key)
{
    public static SearchHitWire From(SearchHit hit) => new(hit.Kind.ToString().ToLowerInvariant(), hit.Text, hit.Note, hit.Project, hit.Key);
}

internal sealed record SearchWire(IReadOnlyList<SearchHitWire> Hits, bool Partial);
