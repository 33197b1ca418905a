namespace Cairn.Client.Spool;

/// <summary>A frame, and the position after it.</summary>
internal readonly record struct SpoolFrame(SpoolFrameKind Kind, byte[] Payload, long Next);
