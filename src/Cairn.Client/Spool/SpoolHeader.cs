using System.Text.Json.Nodes;

namespace Cairn.Client.Spool;

/// <summary><c>run.json</c> of a spool folder: which run it holds and how the run begins.</summary>
/// <param name="Format">Version of the folder's layout.</param>
/// <param name="Project"><c>team/name</c>.</param>
/// <param name="Uid">The run's uid.</param>
/// <param name="Server">The server it was meant for.</param>
/// <param name="StartedAt">Unix milliseconds.</param>
/// <param name="Resuming">Whether the uid was given, so that an earlier run may be continued.</param>
/// <param name="Start">The wire form of the run's start.</param>
internal sealed record SpoolHeader(
    int Format, string Project, string Uid, string Server, long StartedAt, bool Resuming, JsonObject Start)
{
    public const int CurrentFormat = 1;
}
