using Cairn.Core.Projects;

namespace Cairn.Core.Trash;

/// <summary>What is in the trash, and what emptying it would free.</summary>
/// <param name="Projects">Projects there, newest first.</param>
/// <param name="Runs">The newest runs there, without those of projects that are there themselves.</param>
/// <param name="RunTotal">All runs there, with those of the projects.</param>
/// <param name="Space">What they take.</param>
public sealed record TrashContents(
    IReadOnlyList<Project> Projects, IReadOnlyList<TrashedRun> Runs, long RunTotal, TrashSpace Space);
