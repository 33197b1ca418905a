using Cairn.Core;

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

    /// <summary>Origins such as <c>https://wiki.example.org</c> whose pages may hold a panel of this server in a frame.</summary>
    public IReadOnlyList<string> FrameOrigins { get; init; } = [];

    /// <summary>Limits of what it stores.</summary>
    public StoreOptions Store { get; init; } = new();

    /// <summary>Bytes of request bodies that may be under way at once; beyond it requests are put off with 503.</summary>
    public long BodyBytes { get; init; } = 512L << 20;

    /// <summary>A client has this long to send a request's head.</summary>
    public TimeSpan HeadLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A client that has sent a body more slowly than 240 bytes a second for this long is cut off.</summary>
    public TimeSpan SlowBodyLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Logs requests and informative messages, not only warnings.</summary>
    public bool Verbose { get; init; }
}
