namespace Cairn.Storage.Blobs;

/// <summary>Bytes kept under their own digest.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Md5">16 bytes, base64: what object stores and W&amp;B's manifests name a content by.</param>
public sealed record Blob(string Sha256, long Size, string Md5);
