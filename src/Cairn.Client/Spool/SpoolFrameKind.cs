namespace Cairn.Client.Spool;

/// <summary>What a frame of the spool asks the server to do.</summary>
internal enum SpoolFrameKind : byte
{
    /// <summary>Lines for the run's log, as they go over the wire.</summary>
    Lines = 1,

    /// <summary>Console lines, numbered from 0 by this process; shifted when the run is a continued one.</summary>
    Console = 2,

    /// <summary>A file of the run: <see cref="SpoolFile"/> as JSON.</summary>
    File = 3,

    /// <summary>A change of the run: its wire form.</summary>
    Change = 4,

    /// <summary>A landmark: its wire form.</summary>
    Landmark = 5,

    /// <summary>An alert: its wire form.</summary>
    Alert = 6,

    /// <summary>The end of the run: its wire form. Nothing follows.</summary>
    Finish = 7,
}
