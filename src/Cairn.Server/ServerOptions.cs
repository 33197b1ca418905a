namespace Cairn.Server;

/// <summary>How a server is started.</summary>
public sealed record ServerOptions
{
    /// <summary>The port; 0 lets the system choose.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The address to listen on; loopback unless a person opens it.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>The folder that holds everything.</summary>
    public string DataDirectory { get; init; } = "cairn-data";

    /// <summary>A running run without a sign of life for this long has crashed.</summary>
    public TimeSpan HeartbeatLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Foreign clients have to show a key that this server made; else every well-formed one is taken.</summary>
    public bool NeedsKey { get; init; }

    /// <summary>Logs requests and informative messages, not only warnings.</summary>
    public bool Verbose { get; init; }
}
