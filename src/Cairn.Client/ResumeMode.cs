namespace Cairn.Client;

/// <summary>What happens when the server already knows the uid of a run that starts.</summary>
public enum ResumeMode
{
    /// <summary>A known uid continues that run, an unknown one begins a new run.</summary>
    Allow,

    /// <summary>The uid must be known; otherwise the server refuses the run and its data stays in the spool.</summary>
    Must,

    /// <summary>The uid must be new; otherwise the server refuses the run and its data stays in the spool.</summary>
    Never,
}
