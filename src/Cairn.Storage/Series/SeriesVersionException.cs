namespace Cairn.Storage.Series;

/// <summary>The file was written by a newer Cairn, which this one does not understand.</summary>
public sealed class SeriesVersionException(string message) : Exception(message);
