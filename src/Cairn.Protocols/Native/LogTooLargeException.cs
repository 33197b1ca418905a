namespace Cairn.Protocols.Native;

/// <summary>A log request has more bytes than one may have; nothing of it is kept.</summary>
internal sealed class LogTooLargeException()
    : Exception($"A log request has at most {LogReader.BodyLimit} bytes after decompression.");
