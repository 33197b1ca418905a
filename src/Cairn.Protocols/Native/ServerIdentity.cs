namespace Cairn.Protocols.Native;

/// <summary>Which process answers.</summary>
/// <param name="Version">Of the product.</param>
/// <param name="Epoch">Unix milliseconds of its start; no two processes on one folder have the same.</param>
/// <param name="DataDirectory">Absolute path of the data folder.</param>
public sealed record ServerIdentity(string Version, long Epoch, string DataDirectory);
