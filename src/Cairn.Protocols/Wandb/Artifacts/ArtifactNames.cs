using Cairn.Core.Access;
using Cairn.Core.Artifacts;

namespace Cairn.Protocols.Wandb.Artifacts;

/// <summary>Finds what names such as <c>model:v3</c>, <c>model:best</c> and <c>model</c> mean.</summary>
internal sealed class ArtifactNames(ArtifactCollectionStore collections)
{
    /// <summary>A version's place in a project; null when the name means none.</summary>
    public ArtifactMembership? Find(Caller caller, long project, string? name)
    {
        if (string.IsNullOrEmpty(name))
            return null;
        var colon = name.LastIndexOf(':');
        var collection = collections.Find(caller, project, colon < 0 ? name : name[..colon]);
        return collection is null
            ? null
            : collections.Resolve(caller, collection.Id, colon < 0 ? ArtifactRules.Latest : name[(colon + 1)..]);
    }
}
