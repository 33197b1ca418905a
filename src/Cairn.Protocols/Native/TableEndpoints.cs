using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Records;
using Cairn.Core.Tables;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Tables that lie in artifacts, put together where they are joined or in parts.</summary>
internal static class TableEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/artifacts/{artifact:long}/tables/{**path}", OfArtifact)
            .WithName("readArtifactTable").WithSummary("A table in a version's file; joined and partitioned ones are put together.");
        api.MapGet("/runs/{run:long}/tables", OfRun)
            .WithName("readRunTable").WithSummary("The artifact's table that a record points at, with the media of its cells.");
    }

    private static Results<Ok<TableWire>, ProblemHttpResult> OfArtifact(
        long artifact, string path, Caller caller, ArtifactScope scope, TableQuery tables) =>
        scope.TryArtifact(caller, artifact, out _, out var refusal)
        && tables.Read(caller, artifact, Scope.Decode(path)).Try(out var table, out refusal)
            ? TypedResults.Ok(TableWire.From(table))
            : Problems.From(refusal);

    private static Results<Ok<TableWire>, ProblemHttpResult> OfRun(
        long run, string? key, long? step, Caller caller, Scope scope, RecordStore records, ArtifactStore artifacts, TableQuery tables)
    {
        if (!scope.TryRun(caller, run, out _, out var refusal))
            return Problems.From(refusal);
        if (string.IsNullOrEmpty(key))
            return Problems.Invalid("key", "Which table?", remedy: "The key of a record.");
        if (records.Read(caller, run, new RecordQuery(key, ToStep: step ?? long.MaxValue, Limit: 1, Descending: true)) is not [var record])
            return Problems.NotFound($"The run has no '{key}' there.");
        if (Address(record.Value) is not { } address || ArtifactAddress.Resolve(caller, artifacts, address) is not { } place)
            return Problems.NotFound($"'{key}' points at no artifact that is here.");
        return tables.Read(caller, place.Artifact, place.Path).Try(out var table, out refusal)
            ? TypedResults.Ok(TableWire.From(table))
            : Problems.From(refusal);
    }

    // What W&B's clients sent stands in a member of that name.
    private static string? Address(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("wandb", out var sent) && sent.ValueKind == JsonValueKind.Object
        && sent.TryGetProperty("artifact_path", out var path) && path.ValueKind == JsonValueKind.String ? path.GetString() : null;
}
