using System.Buffers;
using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Protocols.Wandb.Schema;
using Cairn.Protocols.Wandb.Streaming;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary><c>POST /graphql</c>.</summary>
internal sealed class GraphEndpoint(WandbSchema schema)
{
    private const string WriterHeader = "X-WANDB-CLIENT-ID";

    public async Task HandleAsync(HttpContext context, Caller caller)
    {
        using var body = await StreamBody.ReadAsync(
            context.Request.BodyReader, context.Request.ContentLength, context.RequestAborted).ConfigureAwait(false);
        if (body is null)
        {
            await WandbErrors.WriteAsync(
                context, StatusCodes.Status413PayloadTooLarge, $"A request may have {StreamBody.Limit} bytes.").ConfigureAwait(false);
            return;
        }

        var request = GraphRequest.Parse(body.Utf8);
        var writer = context.Request.Headers[WriterHeader].ToString();
        var answer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(answer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WritePropertyName("data");
        await schema.Executor.WriteAsync(
            request.Query,
            request.OperationName,
            request.Variables,
            new GraphContext(caller, BaseUrl(context.Request), writer.Length == 0 ? null : writer, context.RequestAborted),
            json).ConfigureAwait(false);
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(answer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    // As the client named the server, behind a proxy too: answers' links have to reach it the same way.
    private static string BaseUrl(HttpRequest request)
    {
        var scheme = request.Headers["X-Forwarded-Proto"].ToString() is "https" ? "https" : request.Scheme;
        return $"{scheme}://{request.Host.Value}{request.PathBase.Value}";
    }
}
