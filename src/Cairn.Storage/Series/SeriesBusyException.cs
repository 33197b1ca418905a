namespace Cairn.Storage.Series;

/// <summary>Nothing of the batch was kept: the queue to the writer stayed full. Send it again later.</summary>
public sealed class SeriesBusyException(string message) : Exception(message);
