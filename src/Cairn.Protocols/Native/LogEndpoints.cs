using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Logging;
using Cairn.Protocols.Native.Wire;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.ObjectPool;

namespace Cairn.Protocols.Native;

/// <summary>Logging: JSON lines of points, records, console lines and merges.</summary>
internal static class LogEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/runs/{run:long}/log", LogAsync)
        .WithName("log").WithSummary("Keeps points, records, console lines and merges; a repeated request changes nothing.")
        .AddOpenApiOperationTransformer(NativeOpenApi.Body("application/x-ndjson"));

    private static async Task<Results<Ok<ReceiptWire>, ProblemHttpResult>> LogAsync(
        long run, HttpRequest request, Caller caller, RunLog log, ObjectPool<SeriesBatchBuilder> builders,
        CancellationToken cancellationToken)
    {
        Outcome<LogReceipt> outcome;
        var builder = builders.Get();
        try
        {
            var batch = await new LogReader(run, builder).ReadAsync(request.BodyReader, cancellationToken);
            using (batch.Points)
                outcome = await log.AppendAsync(caller, run, batch, cancellationToken);
        }
        finally
        {
            builders.Return(builder);
        }

        return outcome.Try(out var receipt, out var refusal)
            ? TypedResults.Ok(new ReceiptWire(receipt.Points, receipt.Records, receipt.Lines, receipt.Stop ? true : null))
            : Problems.From(refusal);
    }
}
