using Cairn.Protocols.Mlflow.Artifacts;
using Cairn.Protocols.Mlflow.LoggedModels;
using Cairn.Protocols.Mlflow.Otlp;
using Cairn.Protocols.Mlflow.Registry;
using Cairn.Protocols.Mlflow.Traces;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Protocols.Mlflow;

/// <summary>The protocol of MLflow's tracking server: all that its clients call, each group of calls in a class of its own.</summary>
public static class MlflowApi
{
    // Clients ask whose calls they may use: from 3.4 on they send spans to the server instead of into files.
    private const string ProtocolVersion = "3.11.0";

    /// <summary>Registers what the handlers need beside the Core's stores.</summary>
    public static void AddMlflowApi(this IServiceCollection services)
    {
        services.AddRequestDecompression();
        services.AddSingleton<MlflowErrors>();
        services.AddSingleton<ExperimentScope>();
        services.AddSingleton<RunScope>();
        services.AddSingleton<RunWriter>();
        services.AddSingleton<ArtifactTree>();
        services.AddSingleton<ExperimentEndpoints>();
        services.AddSingleton<ExperimentSearchEndpoints>();
        services.AddSingleton<RunEndpoints>();
        services.AddSingleton<RunLogEndpoints>();
        services.AddSingleton<RunSearchEndpoints>();
        services.AddSingleton<MetricEndpoints>();
        services.AddSingleton<ArtifactProxyEndpoints>();
        services.AddSingleton<RunArtifactEndpoints>();
        services.AddSingleton<RunInputEndpoints>();
        services.AddSingleton<RegistryScope>();
        services.AddSingleton<VersionSource>();
        services.AddSingleton<RegisteredModelEndpoints>();
        services.AddSingleton<ModelVersionEndpoints>();
        services.AddSingleton<ModelVersionSearchEndpoints>();
        services.AddSingleton<LoggedModelScope>();
        services.AddSingleton<LoggedModelEndpoints>();
        services.AddSingleton<LoggedModelSearchEndpoints>();
        services.AddSingleton<TraceScope>();
        services.AddSingleton<TraceSearch>();
        services.AddSingleton<TraceV2Endpoints>();
        services.AddSingleton<TraceEndpoints>();
        services.AddSingleton<TraceChangeEndpoints>();
        services.AddSingleton<AssessmentEndpoints>();
        services.AddSingleton<OtlpEndpoints>();
    }

    /// <summary>Maps the routes.</summary>
    public static void MapMlflowApi(this WebApplication app)
    {
        app.UseWhen(ArtifactGuard.Concerns, branch => branch.UseMiddleware<ArtifactGuard>());
        app.UseWhen(IsCall, branch => branch.UseRequestDecompression());
        var services = app.Services;
        var routes = new MlflowRoutes(app, services.GetRequiredService<MlflowErrors>());
        services.GetRequiredService<ExperimentEndpoints>().Map(routes);
        services.GetRequiredService<ExperimentSearchEndpoints>().Map(routes);
        services.GetRequiredService<RunEndpoints>().Map(routes);
        services.GetRequiredService<RunLogEndpoints>().Map(routes);
        services.GetRequiredService<RunSearchEndpoints>().Map(routes);
        services.GetRequiredService<MetricEndpoints>().Map(routes);
        services.GetRequiredService<ArtifactProxyEndpoints>().Map(routes);
        services.GetRequiredService<RunArtifactEndpoints>().Map(routes);
        services.GetRequiredService<RunInputEndpoints>().Map(routes);
        services.GetRequiredService<RegisteredModelEndpoints>().Map(routes);
        services.GetRequiredService<ModelVersionEndpoints>().Map(routes);
        services.GetRequiredService<ModelVersionSearchEndpoints>().Map(routes);
        services.GetRequiredService<LoggedModelEndpoints>().Map(routes);
        services.GetRequiredService<LoggedModelSearchEndpoints>().Map(routes);
        services.GetRequiredService<TraceV2Endpoints>().Map(routes);
        services.GetRequiredService<TraceEndpoints>().Map(routes);
        services.GetRequiredService<TraceChangeEndpoints>().Map(routes);
        services.GetRequiredService<AssessmentEndpoints>().Map(routes);
        services.GetRequiredService<OtlpEndpoints>().Map(routes);
        routes.Get("server-info", Describe, MlflowRoutes.TrackingV3);
        routes.MapRest();
        app.MapGet("/version", () => TypedResults.Text(ProtocolVersion)).ExcludeFromDescription();
    }

    private static bool IsCall(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api/2.0") || http.Request.Path.StartsWithSegments("/api/3.0")
        || http.Request.Path.StartsWithSegments("/ajax-api") || http.Request.Path.StartsWithSegments("/v1/traces");

    private static Task<object> Describe(MlflowRequest request) =>
        Task.FromResult<object>(new ServerInfoAnswer("SqlStore", WorkspacesEnabled: false));
}
