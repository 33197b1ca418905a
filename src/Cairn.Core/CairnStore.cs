using Cairn.Core.Access;
using Cairn.Core.Activity;
using Cairn.Core.Alerts;
using Cairn.Core.Artifacts;
using Cairn.Core.Charts;
using Cairn.Core.Classification;
using Cairn.Core.Consoles;
using Cairn.Core.Datasets;
using Cairn.Core.Distributions;
using Cairn.Core.Events;
using Cairn.Core.Files;
using Cairn.Core.Importance;
using Cairn.Core.Gates;
using Cairn.Core.Landmarks;
using Cairn.Core.LoggedModels;
using Cairn.Core.Logging;
using Cairn.Core.Metrics;
using Cairn.Core.Predictions;
using Cairn.Core.Projects;
using Cairn.Core.Records;
using Cairn.Core.Registry;
using Cairn.Core.Reproductions;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Core.Runs.Querying.Blocks;
using Cairn.Core.Searching;
using Cairn.Core.Streams;
using Cairn.Core.Tables;
using Cairn.Core.Traces;
using Cairn.Core.Sweeps;
using Cairn.Core.Views;
using Cairn.Core.Trash;
using Cairn.Core.Verdicts;
using Cairn.Storage;
using Cairn.Storage.Blobs;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Microsoft.Extensions.Logging;

namespace Cairn.Core;

/// <summary>Everything that one data folder holds, opened together and closed together.</summary>
public sealed partial class CairnStore : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly SqliteDatabase _catalog;
    private readonly SqliteDatabase _logs;
    private readonly CancellationTokenSource _closing = new();
    private SqliteDatabase? _blocks;
    private readonly Task _indexed;

    private CairnStore(DataFolder folder, TimeProvider time, ILoggerFactory loggers, StoreOptions options)
    {
        _folder = folder;
        var logger = loggers.CreateLogger<CairnStore>();
        var space = new DiskSpace(folder.Path, options.ReserveBytes, time);
        _catalog = SqliteDatabase.Open(
            folder.Entry("meta.db"),
            // In the order they were made: only ever append.
            [
                ProjectStore.Schema, RunStore.Schema, LandmarkStore.Schema, FileStore.Schema, AlertStore.Schema,
                LooseFileStore.Schema, DatasetStore.Schema, LoggedModelStore.Schema, RegistryStore.Schema,
                RunStore.StopSchema, ApiKeyStore.Schema, SecretStore.Schema, ArtifactSchema.Migration, SweepSchema.Migration,
                ViewStore.Schema,
                TrashSchema.Migration,
                LandmarkStore.ExamplesSchema, GateStore.Schema,
                RunFamilyQuery.Schema,
                CustomChartStore.Schema,
                RunStore.BlockSchema,
                ArtifactUploadStore.Schema,
                ArtifactSchema.LoggedMigration,
            ],
            logger);
        _logs = SqliteDatabase.Open(folder.Entry("logs.db"), [RecordStore.Schema, ConsoleStore.Schema, StreamStore.Schema, TraceStore.Schema], logger);
        Series = SeriesStore.Open(
            folder.Entry("points.db"), options.Series with { Space = space }, time, loggers.CreateLogger<SeriesStore>());
        Blobs = BlobStore.Open(folder.Entry("blobs"), space);
        Events = new EventHub(time);
        Projects = new ProjectStore(_catalog, time);
        Runs = new RunStore(_catalog, time);
        Trash = new ProjectTrash(Projects, Runs, time);
        Families = new RunFamilyQuery(_catalog, Runs);
        _blocks = OpenBlocks(folder, logger);
        var blocks = _blocks is null ? null : new BlockFile(_blocks);
        var versions = blocks is null ? null : new MetricVersions(Series);
        Index = new RunIndex(new MetricSource(
            (key, visit) => Series.ScanSummaries(key, summary => visit(ToMetric(summary))),
            (run, key) => Series.Summary(run, key) is { } summary ? ToMetric(summary) : null,
            run => [.. Series.Summaries(run).Select(ToMetric)]) { Versions = versions },
            new RunDocuments((family, ids) => RecordScan.Documents(_catalog, family, ids)),
            blocks,
            options.IndexBytes / 2,
            options.IndexBytes / 2,
            failure => LogBlocksFailed(logger, failure.Message));
        Keys = new ProjectKeys(_catalog, _logs, Series);
        Metrics = new MetricQuery(Series, Runs);
        MetricGroups = new MetricGroupQuery(Metrics, Index);
        Landmarks = new LandmarkStore(_catalog);
        LandmarkQuery = new LandmarkQuery(Landmarks, Series, Runs, Index);
        Reproductions = new ReproductionQuery(Series, Runs, Index);
        Records = new RecordStore(_logs);
        Console = new ConsoleStore(_logs);
        Files = new FileStore(_catalog, Blobs, Runs, time);
        Alerts = new AlertStore(_catalog, Runs);
        LooseFiles = new LooseFileStore(_catalog, Blobs, time);
        Datasets = new DatasetStore(_catalog);
        LoggedModels = new LoggedModelStore(_catalog, time);
        Registry = new RegistryStore(_catalog, time);
        Streams = new StreamStore(_logs);
        ApiKeys = new ApiKeyStore(_catalog, time);
        Secrets = new SecretStore(_catalog);
        Artifacts = new ArtifactStore(_catalog, time);
        ArtifactCollections = new ArtifactCollectionStore(_catalog, time);
        ArtifactFiles = new ArtifactFileStore(_catalog, Blobs, time);
        var doomed = new DoomedBlobs(_catalog, Blobs);
        ArtifactUploads = new ArtifactUploadStore(_catalog, Blobs, ArtifactFiles, doomed, time);
        ArtifactQuery = new ArtifactQuery(Artifacts, ArtifactFiles);
        Tables = new TableQuery(Artifacts, ArtifactFiles);
        Traces = new TraceStore(_logs);
        Sweeps = new SweepStore(_catalog, time);
        SweepScheduler = new SweepScheduler(Sweeps, Projects, Runs, Series, time);
        Views = new ViewStore(_catalog, time);
        SweepQuery = new SweepQuery(Sweeps, Runs, Series, time);
        Importance = new ImportanceQuery(Index);
        Distributions = new DistributionQuery(Index);
        Classification = new ClassificationQuery(Index, Records, Files);
        Bulk = new RunBulk(Runs);
        TrashQuery = new TrashQuery(_catalog, _logs, Series, Projects);
        Purge = new TrashPurge(_catalog, _logs, Series, doomed, Runs, Index, Projects, Keys, TrashQuery);
        Activity = new ActivityQuery(_catalog, Index, Projects, Series, folder.Path);
        Search = new SearchQuery(_catalog, Index, Projects, Keys, time);
        Predictions = new PredictionQuery(Records, Files);
        Verdicts = new VerdictQuery(Landmarks, LandmarkQuery, Runs, Index, Series, Predictions, Datasets);
        Gates = new GateStore(_catalog);
        GateQuery = new GateQuery(Gates, Verdicts, Landmarks, LandmarkQuery, Metrics, time);
        Log = new RunLog(Runs, Index, Keys, Series, _logs, Events, space);
        Charts = new CustomChartStore(_catalog, time);
        LinkedVersions = new LinkedVersions(Registry, Artifacts, ArtifactCollections, Projects, Runs);
        Runs.Changed += Tell;

        // After the line above, so that no change falls between what is read and what is told.
        _indexed = Index.LoadAsync(
            new RecordPages(_catalog, blocks, failure => LogBlocksFailed(logger, failure.Message)).Read(), _closing.Token);
        if (blocks is not null)
            _indexed = KeepBlocksAsync(_indexed, new BlockUpkeep(Index, blocks, _catalog, Series, versions!, space), blocks, time, logger);
    }

    public SeriesStore Series { get; }

    public BlobStore Blobs { get; }

    public EventHub Events { get; }

    public ProjectStore Projects { get; }

    public ProjectTrash Trash { get; }

    public TrashQuery TrashQuery { get; }

    public TrashPurge Purge { get; }

    public SearchQuery Search { get; }

    public ActivityQuery Activity { get; }
    public RunFamilyQuery Families { get; }

    public RunStore Runs { get; }

    public RunBulk Bulk { get; }

    public RunIndex Index { get; }

    public ProjectKeys Keys { get; }

    public MetricQuery Metrics { get; }

    public MetricGroupQuery MetricGroups { get; }

    public LandmarkStore Landmarks { get; }

    public LandmarkQuery LandmarkQuery { get; }

    public ReproductionQuery Reproductions { get; }

    public RecordStore Records { get; }

    public ConsoleStore Console { get; }

    public FileStore Files { get; }

    public AlertStore Alerts { get; }

    public LooseFileStore LooseFiles { get; }

    public DatasetStore Datasets { get; }

    public LoggedModelStore LoggedModels { get; }

    public RegistryStore Registry { get; }

    public StreamStore Streams { get; }

    public ApiKeyStore ApiKeys { get; }

    public SecretStore Secrets { get; }

    public ArtifactStore Artifacts { get; }

    public ArtifactCollectionStore ArtifactCollections { get; }

    public ArtifactFileStore ArtifactFiles { get; }

    public ArtifactUploadStore ArtifactUploads { get; }

    public ArtifactQuery ArtifactQuery { get; }

    public TraceStore Traces { get; }

    public SweepStore Sweeps { get; }

    public SweepScheduler SweepScheduler { get; }

    public ViewStore Views { get; }

    public SweepQuery SweepQuery { get; }

    public ImportanceQuery Importance { get; }

    public DistributionQuery Distributions { get; }

    public ClassificationQuery Classification { get; }

    public TableQuery Tables { get; }

    public CustomChartStore Charts { get; }

    public LinkedVersions LinkedVersions { get; }

    public PredictionQuery Predictions { get; }

    public VerdictQuery Verdicts { get; }

    public GateStore Gates { get; }

    public GateQuery GateQuery { get; }

    public RunLog Log { get; }

    /// <summary>Absolute path of the data folder.</summary>
    public string Directory => _folder.Path;

    /// <summary>Opens the folder, making it where it is missing, and brings its schema up to date.</summary>
    /// <exception cref="DataFolderInUseException">Another process has it open.</exception>
    /// <exception cref="SchemaTooNewException">A newer Cairn wrote it.</exception>
    public static CairnStore Open(
        string directory, TimeProvider time, ILoggerFactory loggers, StoreOptions? options = null)
    {
        var folder = DataFolder.Open(directory);
        try
        {
            return new CairnStore(folder, time, loggers, options ?? new StoreOptions());
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Finishes what waits to be written, then lets the folder go.</summary>
    public async ValueTask DisposeAsync()
    {
        Runs.Changed -= Tell;
        await _closing.CancelAsync().ConfigureAwait(false);
        await _indexed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
        await ArtifactUploads.DisposeAsync().ConfigureAwait(false);
        await Series.DisposeAsync().ConfigureAwait(false);
        await _logs.DisposeAsync().ConfigureAwait(false);
        await _catalog.DisposeAsync().ConfigureAwait(false);
        if (_blocks is not null)
            await _blocks.DisposeAsync().ConfigureAwait(false);
        Events.Dispose();
        Purge.Dispose();
        _folder.Dispose();
    }

    // What is in this file can be made again: one that cannot be read is in nobody's way.
    private static SqliteDatabase? OpenBlocks(DataFolder folder, ILogger logger)
    {
        var path = folder.Entry("index.db");
        for (var again = false; ; again = true)
        {
            try
            {
                return SqliteDatabase.Open(path, BlockFile.Schemas, logger);
            }
            catch (Exception exception) when (exception is DatabaseUnusableException or SchemaTooNewException)
            {
                LogBlocksFailed(logger, (exception.InnerException ?? exception).Message);
                if (again || !TryDelete(path))
                    return null;
            }
        }
    }

    private static bool TryDelete(string database)
    {
        try
        {
            foreach (var end in new[] { "", "-wal", "-shm" })
                File.Delete(database + end);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task KeepBlocksAsync(Task loaded, BlockUpkeep upkeep, BlockFile blocks, TimeProvider time, ILogger logger)
    {
        await loaded.ConfigureAwait(false);
        await upkeep.RunAsync(time, ReopenAsync, failure => LogBlocksFailed(logger, failure.Message), _closing.Token).ConfigureAwait(false);

        // After a failed write nothing more is written through this one.
        async Task ReopenAsync()
        {
            if (OpenBlocks(_folder, logger) is not { } opened)
                return;
            var before = _blocks;
            _blocks = opened;
            blocks.Use(opened);
            await before!.DisposeAsync().ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The columns of the runs table on disk (index.db) cannot be used, documents are read instead: {Reason}. When it lasts, delete the file while the server is stopped: it is made again")]
    private static partial void LogBlocksFailed(ILogger logger, string reason);

    private void Tell(RunChanged changed)
    {
        Index.Upsert(changed.Run);
        if (changed.Kind != RunChangeKind.Updated)
            Keys.Forget(changed.Run.ProjectId);
        if (changed.MovedFrom is { } left)
        {
            Keys.Forget(left);
            Events.Publish(left, new EventData.RunEvent(changed.Run, RunChangeKind.Deleted));
        }

        Events.Publish(changed.Run.ProjectId, new EventData.RunEvent(changed.Run, changed.Kind));
    }

    private static MetricSummary ToMetric(SeriesSummary summary) => new(
        summary.Run, summary.Key, summary.Count, summary.First, summary.Last, summary.Min, summary.Max, summary.Mean);
}
