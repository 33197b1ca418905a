namespace Cairn.Storage.Series;

/// <summary>Stored data fails its checksum; the message names the damaged part. Other series stay readable.</summary>
public sealed class SeriesDamagedException(string message) : Exception(message);
