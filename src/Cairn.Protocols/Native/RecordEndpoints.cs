using Cairn.Core.Access;
using Cairn.Core.Records;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>The rich values of a run.</summary>
internal static class RecordEndpoints
{
    private const int DefaultLimit = 1000;
    private const int MostLimit = 10_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs/{run:long}/records/keys", Keys).WithName("listRecordKeys").WithSummary("Which rich values a run has.");
        api.MapGet("/runs/{run:long}/records", List).WithName("listRecords").WithSummary("Rich values of a run.");
    }

    private static Results<Ok<RecordKeysWire>, ProblemHttpResult> Keys(
        long run, Caller caller, Scope scope, RecordStore records) =>
        scope.TryRun(caller, run, out _, out var refusal)
            ? TypedResults.Ok(new RecordKeysWire(records.Keys(caller, run)))
            : Problems.From(refusal);

    private static Results<Ok<RecordsWire>, ProblemHttpResult> List(
        long run, string? key, long? fromStep, long? toStep, int? limit, string? order, Caller caller, Scope scope,
        RecordStore records)
    {
        if (!scope.TryRun(caller, run, out _, out var refusal))
            return Problems.From(refusal);
        if (limit is < 1 or > MostLimit)
            return Problems.Invalid("limit", $"{limit} records can't be asked at once.", $"1 to {MostLimit}");
        if (order is not (null or "asc" or "desc"))
            return Problems.Invalid("order", $"'{order}' is no order.", "asc or desc");
        return TypedResults.Ok(new RecordsWire(records.Read(caller, run, new RecordQuery(
            key, fromStep ?? long.MinValue, toStep ?? long.MaxValue, limit ?? DefaultLimit, order == "desc"))));
    }
}
