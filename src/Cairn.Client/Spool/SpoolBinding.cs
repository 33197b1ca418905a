using System.Text.Json.Nodes;

namespace Cairn.Client.Spool;

/// <summary><c>server.json</c> of a spool folder: what a server answered when the run was created there.</summary>
/// <param name="Server">The server's base address.</param>
/// <param name="RunId">The run's id there.</param>
/// <param name="Url">Address of the run's page.</param>
/// <param name="FirstLine">What is added to this process's console line numbers; 0 for a new run.</param>
/// <param name="EndedLater">How a later process ended the run before this spool was sent; null if none did.</param>
internal sealed record SpoolBinding(
    string Server, long RunId, string? Url, long FirstLine, JsonObject? EndedLater = null);
