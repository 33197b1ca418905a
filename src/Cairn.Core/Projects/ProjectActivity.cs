namespace Cairn.Core.Projects;

/// <summary>A project with how much goes on in it.</summary>
/// <param name="Project">The project.</param>
/// <param name="RunCount">Runs outside the trash.</param>
/// <param name="RunningCount">Those of them that are running.</param>
/// <param name="LastActivity">Unix milliseconds of the last sign of life of any run, or of the project's last change.</param>
public sealed record ProjectActivity(Project Project, int RunCount, int RunningCount, long LastActivity);
