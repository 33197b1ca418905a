using System.Net;
using System.Reflection;
using System.Text;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Protocols.Mlflow;
using Cairn.Protocols.Native;
using Cairn.Protocols.Wandb;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Cairn.Server;

/// <summary>The whole system in one process: storage, protocols, background work and the web's files.</summary>
public sealed class CairnServer : IAsyncDisposable
{
    // Bytes a second: a modem of 1980 is faster.
    private const double SlowestBody = 240;

    private static readonly byte[] Ok = Encoding.ASCII.GetBytes("OK");

    private readonly WebApplication _app;
    private readonly CairnStore _store;

    private CairnServer(WebApplication app, CairnStore store)
    {
        _app = app;
        _store = store;
    }

    /// <summary>The product's version.</summary>
    public static string Version { get; } =
        typeof(CairnServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    /// <summary>Where it listens, such as <c>http://localhost:8080</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>What the data folder holds; for programs that start a server within themselves.</summary>
    public CairnStore Store => _store;

    /// <summary>Opens the data folder and starts to listen; once it returns, <c>/health</c> answers OK.</summary>
    /// <exception cref="Storage.DataFolderInUseException">Another process has the folder open.</exception>
    /// <exception cref="Storage.Catalog.SchemaTooNewException">A newer Cairn wrote the folder.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<CairnServer> StartAsync(
        ServerOptions options, CancellationToken cancellationToken = default)
    {
        var loggers = LoggerFactory.Create(logging => ConfigureLogging(logging, options));

        // Most of a start is code that runs for the first time: what can goes side by side.
        var building = Task.Run(() => Builder(options), cancellationToken);
        var store = CairnStore.Open(options.DataDirectory, TimeProvider.System, loggers, options.Store);
        try
        {
            var builder = await building.ConfigureAwait(false);
            Register(builder.Services, store, options);
            var app = builder.Build();
            Map(app);
            var warming = Task.Run(() => WarmUp(app), cancellationToken);
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            await warming.ConfigureAwait(false);
            return new CairnServer(app, store) { Url = UrlOf(app, options) };
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) =>
        _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Ends the requests under way, then closes the data folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplicationBuilder Builder(ServerOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        ConfigureLogging(builder.Logging, options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // 100 run ids in one query string have to fit.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Limits.MaxRequestBufferSize = 1024 * 1024;
            kestrel.Limits.MaxRequestBodySize = 64L * 1024 * 1024;
            kestrel.Limits.RequestHeadersTimeout = options.HeadLimit;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestBody, options.SlowBodyLimit);
            kestrel.AddServerHeader = false;
            Listen(kestrel, options);
        });
        return builder;
    }

    private static void ConfigureLogging(ILoggingBuilder logging, ServerOptions options)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        logging.SetMinimumLevel(options.Verbose ? LogLevel.Information : LogLevel.Warning);

        // Why a start failed comes as an exception to whoever started it, who says it in a sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }

    private static void Listen(KestrelServerOptions kestrel, ServerOptions options)
    {
        // ListenLocalhost binds both loopback addresses but can't choose a port.
        if (options.Host == "localhost" && options.Port != 0)
            kestrel.ListenLocalhost(options.Port);
        else if (options.Host == "localhost")
            kestrel.Listen(IPAddress.Loopback, 0);
        else if (options.Host is "*" or "0.0.0.0")
            kestrel.ListenAnyIP(options.Port);
        else
            kestrel.Listen(IPAddress.Parse(options.Host), options.Port);
    }

    private static void Register(IServiceCollection services, CairnStore store, ServerOptions options)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(Caller.Local);
        services.AddSingleton(new ServerIdentity(
            Version, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), store.Directory));
        services.AddSingleton(store.Series);
        services.AddSingleton(store.Blobs);
        services.AddSingleton(store.Events);
        services.AddSingleton(store.Projects);
        services.AddSingleton(store.Trash);
        services.AddSingleton(store.Runs);
        services.AddSingleton(store.Bulk);
        services.AddSingleton(store.TrashQuery);
        services.AddSingleton(store.Purge);
        services.AddSingleton(store.Search);
        services.AddSingleton(store.Activity);
        services.AddSingleton(store.Index);
        services.AddSingleton(store.Keys);
        services.AddSingleton(store.Metrics);
        services.AddSingleton(store.MetricGroups);
        services.AddSingleton(store.Landmarks);
        services.AddSingleton(store.LandmarkQuery);
        services.AddSingleton(store.Reproductions);
        services.AddSingleton(store.Records);
        services.AddSingleton(store.Verdicts);
        services.AddSingleton(store.Gates);
        services.AddSingleton(store.GateQuery);
        services.AddSingleton(store.Console);
        services.AddSingleton(store.Files);
        services.AddSingleton(store.Alerts);
        services.AddSingleton(store.LooseFiles);
        services.AddSingleton(store.Datasets);
        services.AddSingleton(store.LoggedModels);
        services.AddSingleton(store.Registry);
        services.AddSingleton(store.Traces);
        services.AddSingleton(store.Log);
        services.AddSingleton(store.Streams);
        services.AddSingleton(store.ApiKeys);
        services.AddSingleton(store.Secrets);
        services.AddSingleton(store.Artifacts);
        services.AddSingleton(store.ArtifactCollections);
        services.AddSingleton(store.ArtifactFiles);
        services.AddSingleton(store.ArtifactUploads);
        services.AddSingleton(store.ArtifactQuery);
        services.AddSingleton(store.Families);
        services.AddSingleton(store.Sweeps);
        services.AddSingleton(store.SweepScheduler);
        services.AddSingleton(store.Views);
        services.AddSingleton(store.SweepQuery);
        services.AddSingleton(store.Importance);
        services.AddSingleton(store.Distributions);
        services.AddSingleton(store.Classification);
        services.AddSingleton(store.Tables);
        services.AddSingleton(store.Charts);
        services.AddSingleton(store.LinkedVersions);
        services.AddSingleton(new AccessPolicy(options.NeedsKey));
        services.AddHostedService<Reaper>();
        services.AddHostedService<Janitor>();
        services.AddNativeApi();
        services.AddMlflowApi();
        services.AddWandbApi();
    }

    private static void Map(WebApplication app)
    {
        app.UseMiddleware<RequestGuard>();
        app.UseMiddleware<BodyBudget>();
        app.MapGet("/health", () => TypedResults.Text(Ok)).ExcludeFromDescription();
        app.MapNativeApi();
        app.MapMlflowApi();
        app.MapWandbApi();
        app.MapWeb();
    }

    // The first request would make all of them while its client waits: what that compiles and keeps is there by then.
    private static void WarmUp(IEndpointRouteBuilder app)
    {
        foreach (var source in app.DataSources)
            _ = source.Endpoints.Count;
    }

    private static string UrlOf(WebApplication app, ServerOptions options)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return options.Host == "localhost" ? $"http://localhost:{new Uri(address).Port}" : address;
    }
}
