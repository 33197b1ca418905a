using Cairn.Client;

namespace Cairn.Samples.FashionMnist;

/// <summary>What <see cref="FashionMnistDemo"/> trains on and where it logs to.</summary>
public sealed record DemoOptions
{
    /// <summary>The project that the demo logs to unless told otherwise.</summary>
    public const string DefaultProject = "local/fashion-mnist";

    /// <summary>Base address of the server; without one the SDK's default.</summary>
    public string? Server { get; init; }

    /// <summary>The project, <c>team/name</c>.</summary>
    public string Project { get; init; } = DefaultProject;

    /// <summary>
    /// Folder with the four IDX files; without one Debian's, where that is installed, else the sample that comes with
    /// the program.
    /// </summary>
    public string? Dataset { get; init; }

    /// <summary>
    /// Fewer runs and epochs, and the small sample unless <see cref="Dataset"/> is given: seconds instead of minutes.
    /// </summary>
    public bool Quick { get; init; }

    /// <summary>Name of the one run to train; null for all.</summary>
    public string? Only { get; init; }

    /// <summary>Processor threads to compute with; results do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Where the runs' data goes; without one the SDK's default.</summary>
    public RunMode? Mode { get; init; }

    /// <summary>Folder for data that is not yet on the server; without one the SDK's default.</summary>
    public string? SpoolDirectory { get; init; }
}
