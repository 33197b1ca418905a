namespace Cairn.Core.LoggedModels;

/// <summary>That a run has used or made a logged model.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Model">Uid of the model.</param>
/// <param name="IsOutput">It made it; else it used it.</param>
/// <param name="Step">At which step it made it.</param>
public sealed record RunModel(long Run, string Model, bool IsOutput, long Step);
