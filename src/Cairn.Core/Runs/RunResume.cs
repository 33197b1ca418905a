namespace Cairn.Core.Runs;

/// <summary>What a start with a known uid means.</summary>
public enum RunResume
{
    /// <summary>Continue a known run, else make one.</summary>
    Allow,

    /// <summary>Continue a known run, else refuse.</summary>
    Must,

    /// <summary>Refuse a known uid.</summary>
    Never,
}
