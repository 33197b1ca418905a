namespace Cairn.Core.LoggedModels;

/// <summary>How far a logged model has come.</summary>
public enum LoggedModelState
{
    /// <summary>Its files are still being written.</summary>
    Pending = 1,

    /// <summary>It is complete.</summary>
    Ready = 2,

    /// <summary>Its files could not be written.</summary>
    Failed = 3,
}
