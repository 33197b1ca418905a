using Cairn.Protocols.Mlflow.Artifacts;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServerIdentity = Cairn.Protocols.Native.ServerIdentity;

namespace Cairn.Protocols.Mlflow;

/// <summary>The protocol of MLflow's tracking server: all that its clients call, each group of calls in a class of its own.</summary>
public static class MlflowApi
{
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
        routes.Get("server-info", Describe, MlflowRoutes.TrackingV3);
        routes.MapRest();
        app.MapGet("/version", (ServerIdentity server) => TypedResults.Text(server.Version)).ExcludeFromDescription();
    }

    private static bool IsCall(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/api/2.0") || http.Request.Path.StartsWithSegments("/api/3.0")
        || http.Request.Path.StartsWithSegments("/ajax-api");

    private static Task<object> Describe(MlflowRequest request) =>
        Task.FromResult<object>(new ServerInfoAnswer("SqlStore", WorkspacesEnabled: false));
}
