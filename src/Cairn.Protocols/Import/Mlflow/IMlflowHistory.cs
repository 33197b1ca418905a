namespace Cairn.Protocols.Import.Mlflow;

/// <summary>
/// A history that MLflow has kept, whichever way: behind its REST API, in a folder of files, in an SQLite database.
/// What can't be read of a run is noted in the tally, and the rest of it comes.
/// </summary>
internal interface IMlflowHistory : IDisposable
{
    /// <summary>All experiments, also the deleted ones, oldest first.</summary>
    IAsyncEnumerable<MlflowExperiment> ExperimentsAsync(CancellationToken cancellationToken);

    /// <summary>All runs of an experiment, also the deleted ones, in no order.</summary>
    IAsyncEnumerable<MlflowRun> RunsAsync(MlflowExperiment experiment, CancellationToken cancellationToken);

    /// <summary>Every value of every metric of a run.</summary>
    IAsyncEnumerable<ImportedPoint> PointsAsync(MlflowRun run, CancellationToken cancellationToken);

    /// <summary>The artifacts of a run.</summary>
    IAsyncEnumerable<ImportedFile> FilesAsync(MlflowRun run, CancellationToken cancellationToken);

    /// <summary>The logged models of an experiment, without deleted ones; none where the source has no such thing.</summary>
    IAsyncEnumerable<MlflowLoggedModel> LoggedModelsAsync(MlflowExperiment experiment, CancellationToken cancellationToken);

    /// <summary>The files of a logged model.</summary>
    IAsyncEnumerable<ImportedFile> FilesAsync(MlflowLoggedModel model, CancellationToken cancellationToken);

    /// <summary>The registered models with their versions.</summary>
    IAsyncEnumerable<MlflowModel> ModelsAsync(CancellationToken cancellationToken);
}
