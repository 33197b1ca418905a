namespace Cairn.Baselines.Data;

/// <summary>Data can't be read or can't be learnt from; the message says why and what to do.</summary>
public sealed class DataException(string message, Exception? inner = null) : Exception(message, inner);
