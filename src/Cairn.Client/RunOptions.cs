namespace Cairn.Client;

/// <summary>How a run is named, described, captured and sent. Every member has a usable default.</summary>
public sealed record RunOptions
{
    /// <summary>Display name; the server shows the uid when there is none.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Hyperparameters: any object (anonymous ones too), dictionary or <see cref="System.Text.Json.Nodes.JsonObject"/>;
    /// nested values stay nested.
    /// </summary>
    public object? Config { get; init; }

    /// <summary>Group the run belongs to, for example the setting that several seeds share.</summary>
    public string? Group { get; init; }

    /// <summary>What kind of work this is: <c>train</c>, <c>evaluate</c>, ...</summary>
    public string? JobType { get; init; }

    /// <summary>Tags to begin with.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Free text about the run.</summary>
    public string? Notes { get; init; }

    /// <summary>
    /// The run's own id, unique in its project; by default eight random lower-case letters and digits. Give the uid of
    /// an earlier run to continue it (see <see cref="Resume"/>).
    /// </summary>
    public string? Uid { get; init; }

    /// <summary>What to do when the server already knows <see cref="Uid"/>.</summary>
    public ResumeMode Resume { get; init; } = ResumeMode.Allow;

    /// <summary>Uid of the run this one descends from.</summary>
    public string? Parent { get; init; }

    /// <summary>
    /// Program and arguments that do this run again, and it alone, from the top folder of its git repository. Needed by
    /// <c>cairn reproduce</c> only where the process's own command line is not that: it starts several runs, or it is a
    /// built program whose sources lie elsewhere.
    /// </summary>
    public IReadOnlyList<string>? RerunCommand { get; init; }

    /// <summary>
    /// Base address of the server; by default the environment variable <c>CAIRN_URL</c>, else
    /// <c>http://localhost:8080</c>.
    /// </summary>
    public string? Server { get; init; }

    /// <summary>
    /// Folder for data that is not yet on the server; by default the environment variable <c>CAIRN_SPOOL</c>, else
    /// <c>cairn/spool</c> in the user's local application data.
    /// </summary>
    public string? SpoolDirectory { get; init; }

    /// <summary>
    /// Where the data goes; by default the environment variable <c>CAIRN_MODE</c> (<c>online</c>, <c>offline</c>,
    /// <c>disabled</c>), else <see cref="RunMode.Online"/>.
    /// </summary>
    public RunMode? Mode { get; init; }

    /// <summary>Whether what the process writes to standard output and standard error is kept with the run.</summary>
    public bool CaptureConsole { get; init; } = true;

    /// <summary>Whether the git commit, branch, remote and uncommitted changes are kept with the run.</summary>
    public bool CaptureGit { get; init; } = true;

    /// <summary>
    /// Whether hardware is sampled into <c>system/...</c> series: processors, memory, disk, network, garbage collection
    /// and NVIDIA GPUs. The keys end in their units; the step of a sample is the run's age in whole seconds.
    /// </summary>
    public bool SystemMetrics { get; init; } = true;

    /// <summary>Time between two hardware samples; at least 100 ms.</summary>
    public TimeSpan SystemMetricsInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time a logged value stays in memory before it is written to the spool and sent.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether requests are gzip-compressed; by default only to servers on other machines.</summary>
    public bool? Compress { get; init; }

    /// <summary>Longest time the end of the run waits for a server that answers.</summary>
    public TimeSpan FinishTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time the end of the run waits for a server that does not answer.</summary>
    public TimeSpan AwayTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether the lines that say where the run is and what is left to send are not printed.</summary>
    public bool Quiet { get; init; }

    /// <summary>
    /// Called once for each kind of problem (a bad key, a refused batch, a full disk); by default the text goes to
    /// standard error. It may be called from any thread, should return soon, and what it throws is ignored.
    /// </summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>Time between two signs of life to the server, which gives a run up after a minute without one.</summary>
    internal TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>About how long to wait before a request is sent the second time.</summary>
    internal TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The clock that stamps everything.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
