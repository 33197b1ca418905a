namespace Cairn.Core.Registry;

/// <summary>What a version is used for.</summary>
public enum ModelStage
{
    None,
    Staging,
    Production,
    Archived,
}
