using Cairn.Client.Logging;

namespace Cairn.Client;

/// <summary>
/// A run: one execution of a program, and everything it logs. Nothing here throws into the program or waits for the
/// server; what is logged is written to a spool on disk first and sent in the background, so that neither a server that
/// is away nor a crash of the program loses it.
/// </summary>
/// <remarks>
/// <para>Steps. A run has a current <see cref="Step"/>, 0 at first. A call that names a step logs there and makes it the
/// current step. A call without one logs at the current step, so several calls add to the same step;
/// <see cref="NextStep"/> moves on by one.</para>
/// <para>Ending. <see cref="Finish"/> and disposing end the run as finished. Disposing cannot see an exception on its
/// way out: call <see cref="Fail"/> in a catch block. When the process ends without either, the run ends by its exit
/// code; an unhandled exception fails it; a signal that ends the process marks it killed.</para>
/// <para>All members may be called from several threads at once.</para>
/// </remarks>
public sealed partial class CairnRun : IAsyncDisposable, IDisposable
{
    private readonly RunSession _session;
    private long _step;

    private CairnRun(RunSession session) => _session = session;

    /// <summary>The run's own id, unique in its project.</summary>
    public string Uid => _session.Uid;

    /// <summary>The project, as <c>team/name</c>.</summary>
    public string Project => _session.Project.ToString();

    /// <summary>Address of the run's page; exact once the server has answered.</summary>
    public string Url => _session.Url;

    /// <summary>Where this run's data goes.</summary>
    public RunMode Mode => _session.Mode;

    /// <summary>The folder that holds what is not sent yet; empty when the run is disabled.</summary>
    public string SpoolFolder => _session.SpoolFolder;

    /// <summary>
    /// Cancelled when a person asks the run to stop, in the web or through the API. The run hears of it at its next
    /// heartbeat, within 15 s; the program decides how to end.
    /// </summary>
    public CancellationToken StopRequested => _session.StopRequested;

    /// <summary>Whether the run has ended; later calls are ignored, with one warning.</summary>
    public bool IsFinished => _session.IsFinished;

    /// <summary>Hyperparameters; members set here are merged into the run's config.</summary>
    public RunDocument Config => _session.Config;

    /// <summary>Results that stand for the whole run, such as the best accuracy.</summary>
    public RunDocument Summary => _session.Summary;

    /// <summary>The run's tags as this process knows them; see <see cref="SetTags"/> and <see cref="AddTag"/>.</summary>
    public IReadOnlyList<string> Tags => _session.Tags;

    /// <summary>The current step.</summary>
    public long Step
    {
        get => Volatile.Read(ref _step);
        set => Volatile.Write(ref _step, value);
    }

    /// <summary>
    /// Starts a run of <paramref name="project"/> (<c>team/name</c>, or <c>name</c> in team <c>local</c>). Returns at
    /// once: the run is created on the server in the background, now or when the server comes back.
    /// </summary>
    public static CairnRun Start(string project, RunOptions? options = null) =>
        new(RunSession.Start(project, options ?? new RunOptions()));

    /// <summary>Moves the current step on by one and returns it.</summary>
    public long NextStep() => Interlocked.Increment(ref _step);

    /// <summary>Merges the members of an object, dictionary or JSON object into the run's config.</summary>
    public void SetConfig(object values) => Config.Merge(values);

    /// <summary>Replaces the run's name.</summary>
    public void SetName(string name) => _session.Change("name", name);

    /// <summary>Replaces the run's notes.</summary>
    public void SetNotes(string notes) => _session.Change("notes", notes);

    /// <summary>Replaces the run's tags.</summary>
    public void SetTags(params IEnumerable<string> tags) => _session.SetTags([.. tags]);

    /// <summary>Adds a tag unless the run has it.</summary>
    public void AddTag(string tag)
    {
        if (!Tags.Contains(tag))
            _session.SetTags([.. Tags, tag]);
    }

    /// <summary>Tells people about something in this run: a short title, and a text that explains it.</summary>
    public void Alert(string title, string? text = null, AlertLevel level = AlertLevel.Info) =>
        _session.Alert(title, text, level);

    /// <summary>Sets a landmark in the run's project; <see cref="Landmark.ThisRun"/> points at this run.</summary>
    public void SetLandmark(Landmark landmark) => _session.SetLandmark(landmark);

    /// <summary>
    /// Waits until everything logged so far is on the server, at most <paramref name="timeout"/>; true when it is. Not
    /// needed in ordinary programs.
    /// </summary>
    public Task<bool> FlushAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        _session.FlushAsync(timeout, cancellationToken);

    /// <summary>
    /// Ends the run: <c>finished</c> for exit code 0, else <c>failed</c>. Waits for the server as long as
    /// <see cref="RunOptions.FinishTimeout"/> says; what is left stays in the spool for <c>cairn sync</c>.
    /// </summary>
    public void Finish(int exitCode = 0) => _session.Finish(exitCode == 0 ? "finished" : "failed", exitCode);

    /// <summary>As <see cref="Finish"/>, without holding a thread.</summary>
    public Task FinishAsync(int exitCode = 0) =>
        _session.FinishAsync(exitCode == 0 ? "finished" : "failed", exitCode);

    /// <summary>Ends the run as failed and raises an alert with the exception.</summary>
    public void Fail(Exception exception)
    {
        _session.AlertFailure(exception);
        _session.Finish("failed", 1);
    }

    /// <summary>Ends the run as finished unless it has ended.</summary>
    public void Dispose() => Finish();

    /// <summary>Ends the run as finished unless it has ended.</summary>
    public async ValueTask DisposeAsync() => await FinishAsync();
}
