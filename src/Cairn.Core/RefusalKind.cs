namespace Cairn.Core;

/// <summary>Sorts of refusal that a protocol may answer differently.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is wrong; sending it again unchanged is useless.</summary>
    Invalid,

    /// <summary>It names something that is not there.</summary>
    NotFound,

    /// <summary>It clashes with what is there.</summary>
    Conflict,

    /// <summary>It names something in the trash.</summary>
    Deleted,

    /// <summary>It has more bytes than are taken.</summary>
    TooLarge,
}
