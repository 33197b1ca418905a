using System.Globalization;
using Cairn.Core.Access;
using Cairn.Protocols.Wandb.Artifacts;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Runs;
using Cairn.Protocols.Wandb.Schema;
using Cairn.Protocols.Wandb.Streaming;
using Cairn.Protocols.Wandb.Uploads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Protocols.Wandb;

/// <summary>What W&amp;B's clients speak: every route of it on one screen.</summary>
public static class WandbApi
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Registers what the handlers need beside the Core's stores.</summary>
    public static void AddWandbApi(this IServiceCollection services)
    {
        services.AddRequestDecompression();
        services.AddSingleton<WandbTypes>();
        services.AddSingleton<WandbSchema>();
        foreach (var noun in WandbSchema.Nouns)
            services.AddSingleton(noun);
        services.AddSingleton<GraphEndpoint>();
        services.AddSingleton<FileStreamEndpoint>();
        services.AddSingleton<StorageEndpoints>();
        services.AddSingleton<AuthorizePage>();
        services.AddSingleton<WandbAccess>();
        services.AddSingleton<RunAddresses>();
        services.AddSingleton<RunForks>();
        services.AddSingleton<RunUpserts>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<Capabilities>();
        services.AddSingleton<Links>();
        services.AddSingleton<ArtifactLinks>();
        services.AddSingleton<ArtifactNames>();
        services.AddSingleton<ArtifactEndpoints>();
    }

    /// <summary>Maps the routes.</summary>
    public static void MapWandbApi(this WebApplication app)
    {
        app.UseWhen(
            context => IsOurs(context.Request.Path),
            branch => branch.UseMiddleware<WandbErrors>().UseRequestDecompression());
        app.MapGet("/authorize", (HttpContext context, AuthorizePage page) => page.ShowAsync(context)).ExcludeFromDescription();
        app.MapPost("/authorize", (HttpContext context, AuthorizePage page) => page.MakeAsync(context)).ExcludeFromDescription();
        app.MapPost("/graphql", Known((context, caller) =>
            Get<GraphEndpoint>(context).HandleAsync(context, caller))).ExcludeFromDescription();
        app.MapPost("/files/{**rest}", Known(StreamAsync)).ExcludeFromDescription();
        app.MapMethods("/files/{**rest}", ReadMethods, Known(ReadFileAsync)).ExcludeFromDescription();
        app.MapMethods("/files/{**rest}", [HttpMethods.Options], AllowOrigins).ExcludeFromDescription();
        app.MapPut(Links.Root + "/{**rest}", Granted(WriteAsync)).ExcludeFromDescription();
        app.MapMethods(Links.Root + "/{**rest}", ReadMethods, Granted(ReadAsync)).ExcludeFromDescription();
        app.MapMethods(Links.Root + "/{**rest}", [HttpMethods.Options], AllowOrigins).ExcludeFromDescription();

        foreach (var path in new[] { "/artifacts/{entity}/{md5:length(32)}", "/artifactsV2/{**rest}" })
        {
            app.MapMethods(path, ReadMethods, Known((context, caller) =>
                Get<ArtifactEndpoints>(context).ReadClientPathAsync(context, caller))).ExcludeFromDescription();
        }

        // Tokens of an identity provider are not exchanged here: clients are to use a key.
        app.MapPost("/oidc/token", (HttpContext context) => WandbErrors.WriteAsync(
            context, StatusCodes.Status404NotFound, "This server exchanges no identity tokens. Make a key at /authorize.")).ExcludeFromDescription();

        // Clients send their own telemetry here and ignore the answer.
        app.MapPost("/sdk/otel/{**rest}", () => TypedResults.NotFound()).ExcludeFromDescription();
    }

    private static bool IsOurs(PathString path) =>
        path.StartsWithSegments("/graphql") || path.StartsWithSegments("/files") || path.StartsWithSegments(Links.Root)
        || path.StartsWithSegments("/authorize") || path.StartsWithSegments("/artifactsV2");

    private static RequestDelegate Known(Func<HttpContext, Caller, Task> handle) => context =>
        Get<WandbAccess>(context).Find(context.Request) is { } caller
            ? handle(context, caller)
            : WandbErrors.WriteAsync(context, StatusCodes.Status401Unauthorized, WandbAccess.Words);

    private static RequestDelegate Granted(Func<HttpContext, string[], Task> handle) => context =>
        Get<StorageEndpoints>(context).IsGranted(context)
            ? handle(context, RawPath.Segments(context))
            : WandbErrors.WriteAsync(
                context, StatusCodes.Status403Forbidden, "This address was not given out by this server, or it is too old.");

    private static Task StreamAsync(HttpContext context, Caller caller) =>
        RawPath.Segments(context) is ["files", var entity, var project, var run, "file_stream"]
            ? Get<FileStreamEndpoint>(context).HandleAsync(context, caller, entity, project, run)
            : NotFound(context);

    private static Task ReadFileAsync(HttpContext context, Caller caller) =>
        RawPath.Segments(context) is { Length: >= 5 } segments
            ? Get<StorageEndpoints>(context).ReadRunFileAsync(context, caller, segments)
            : NotFound(context);

    private static Task WriteAsync(HttpContext context, string[] segments) => segments switch
    {
        [_, "runs", var run, .. var path] => Get<StorageEndpoints>(context).WriteRunFileAsync(
            context, Caller.Local, Number(run), string.Join('/', path)),
        [_, "contents", var md5] => Get<ArtifactEndpoints>(context).WriteContentAsync(context, Caller.Local, md5),
        [_, "parts", var upload, var number] => Get<ArtifactEndpoints>(context).WritePartAsync(context, Caller.Local, upload, number),
        [_, "manifests", var manifest, _] => Get<ArtifactEndpoints>(context).WriteManifestAsync(context, Caller.Local, manifest),
        _ => NotFound(context),
    };

    private static Task ReadAsync(HttpContext context, string[] segments) => segments switch
    {
        [_, "runs", var run, .. var path] => Get<StorageEndpoints>(context).ReadRunFileAsync(
            context, Caller.Local, Number(run), string.Join('/', path)),
        [_, "contents", var md5, var name] => Get<ArtifactEndpoints>(context).ReadContentAsync(context, Caller.Local, md5, name),
        [_, "artifacts", var artifact, _] => Get<ArtifactEndpoints>(context).ReadManifestAsync(context, Caller.Local, artifact),
        _ => NotFound(context),
    };

    private static Task AllowOrigins(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.AccessControlAllowMethods = "GET, HEAD, OPTIONS";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task NotFound(HttpContext context) => WandbErrors.WriteAsync(
        context, StatusCodes.Status404NotFound, $"There is no {context.Request.Method} {context.Request.Path}.");

    // A granted address was made here, so its number is one.
    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static T Get<T>(HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();
}
