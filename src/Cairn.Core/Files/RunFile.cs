namespace Cairn.Core.Files;

/// <summary>A file of a run; its bytes are a blob.</summary>
/// <param name="Path">Slash-separated, relative to the run.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Digest of the bytes: 64 hexadecimal digits.</param>
/// <param name="Md5">Digest of the bytes: 16 bytes in base64.</param>
/// <param name="ContentType">What the client said, or a guess from the name.</param>
/// <param name="UpdatedAt">Unix milliseconds.</param>
public sealed record RunFile(
    string Path, long Size, string Sha256, string Md5, string ContentType, long UpdatedAt);
