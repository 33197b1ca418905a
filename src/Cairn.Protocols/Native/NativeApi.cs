using Cairn.Core.Metrics;
using Cairn.Protocols.Native.Wire;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ObjectPool;

namespace Cairn.Protocols.Native;

/// <summary>Cairn's own API, version 1: every route of it on one screen. Its wire is in docs/native-api.md.</summary>
public static class NativeApi
{
    private const string Root = "/api/v1";
    private const int KeptBuilders = 32;

    /// <summary>Registers what the handlers need beside the Core's stores.</summary>
    public static void AddNativeApi(this IServiceCollection services)
    {
        services.AddSingleton<Scope>();
        services.AddSingleton<ModelRuns>();
        services.AddSingleton<ViewEndpoints>();
        services.AddSingleton<ObjectPool<SeriesBatchBuilder>>(new DefaultObjectPool<SeriesBatchBuilder>(new BuilderPolicy(), KeptBuilders));
        services.AddSingleton<ArtifactScope>();
        services.AddSingleton<StoredSpans>();
        services.AddRequestDecompression();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, NativeJson.Default);
            options.SerializerOptions.Converters.Add(new RunValueConverter());
            options.SerializerOptions.DefaultIgnoreCondition = NativeJson.Default.Options.DefaultIgnoreCondition;
            options.SerializerOptions.NumberHandling = NativeJson.Default.Options.NumberHandling;
        });
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", NativeOpenApi.Configure);
    }

    /// <summary>Maps the routes and the OpenAPI document at <c>/openapi/v1.json</c>.</summary>
    public static void MapNativeApi(this WebApplication app)
    {
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(Root),
            branch => branch.UseMiddleware<NativeErrors>().UseRequestDecompression());
        app.MapOpenApi();
        var api = app.MapGroup(Root);
        Part("Server").MapGet("/server", Describe).WithName("getServer").WithSummary("Which server answers, and what it holds.");
        ProjectEndpoints.Map(Part("Projects"));
        LandmarkEndpoints.Map(Part("Landmarks"));
        ViewEndpoints.Map(Part("Views"));
        VerdictEndpoints.Map(Part("Verdicts"));
        GateEndpoints.Map(Part("Gates"));
        RegistryEndpoints.Map(Part("Registry"));
        SweepEndpoints.Map(Part("Sweeps"));
        AnalysisEndpoints.Map(Part("Analysis"));
        ClassificationEndpoints.Map(Part("Analysis"));
        RunEndpoints.Map(Part("Runs"));
        RunAssetEndpoints.Map(Part("Runs"));
        RunQueryEndpoints.Map(Part("Runs"));
        ReproductionEndpoints.Map(Part("Runs"));
        RunGroupEndpoints.Map(Part("Runs"));
        RunExportEndpoints.Map(Part("Runs"));
        RunBulkEndpoints.Map(Part("Runs"));
        TrashEndpoints.Map(Part("Trash"));
        SearchEndpoints.Map(Part("Search"));
        ActivityEndpoints.Map(Part("Server"));
        LogEndpoints.Map(Part("Logging"));
        SeriesEndpoints.Map(Part("Series"));
        SeriesGroupEndpoints.Map(Part("Series"));
        MetricDefinitionEndpoints.Map(Part("Series"));
        ChartEndpoints.Map(Part("Views"));
        RecordEndpoints.Map(Part("Records"));
        ConsoleEndpoints.Map(Part("Console"));
        FileEndpoints.Map(Part("Files"));
        ArtifactEndpoints.Map(Part("Artifacts"));
        ArtifactFileEndpoints.Map(Part("Artifacts"));
        TableEndpoints.Map(Part("Artifacts"));
        TraceEndpoints.Map(Part("Traces"));
        AlertEndpoints.Map(Part("Alerts"));
        EventEndpoints.Map(Part("Events"));
        api.MapFallback(NotFound);

        RouteGroupBuilder Part(string tag) => (RouteGroupBuilder)api.MapGroup("").WithTags(tag);
    }

    private static Ok<ServerWire> Describe(ServerIdentity server, MetricQuery metrics) => TypedResults.Ok(new ServerWire(
        "cairn",
        server.Version,
        server.Epoch,
        Environment.ProcessId,
        server.DataDirectory,
        StorageWire.From(metrics.Storage)));

    private static ProblemHttpResult NotFound(HttpRequest request) => Problems.Of(
        StatusCodes.Status404NotFound,
        $"There is no {request.Method} {request.Path}.",
        remedy: "See /openapi/v1.json for what there is.");
}
