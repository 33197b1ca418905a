namespace Cairn.Protocols.Wandb.Schema;

/// <summary>A file of a run or an artifact, there or still to be uploaded.</summary>
internal sealed record WandbFile
{
    public required string Id { get; init; }

    /// <summary>Path within the run or artifact.</summary>
    public required string Name { get; init; }

    public long Size { get; init; }

    /// <summary>16 bytes in base64; null when the file is not there.</summary>
    public string? Md5 { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Unix milliseconds; null when the file is not there.</summary>
    public long? UpdatedAt { get; init; }

    /// <summary>Where it is read with a key; a reference's own address for references.</summary>
    public string? Url { get; init; }

    /// <summary>Where it is read without a key.</summary>
    public string? DirectUrl { get; init; }

    /// <summary>Where it is written; null when it can't be or need not be.</summary>
    public string? UploadUrl { get; init; }

    /// <summary>Where it is written in parts; null when it is not.</summary>
    public WandbUpload? Upload { get; init; }

    public string? StoragePath { get; init; }

    /// <summary>The id of the artifact version that brought the content.</summary>
    public string? ArtifactId { get; init; }
}
