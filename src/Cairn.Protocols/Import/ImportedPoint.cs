namespace Cairn.Protocols.Import;

/// <summary>One value of a series; <paramref name="Time"/> is Unix milliseconds.</summary>
internal readonly record struct ImportedPoint(string Key, long Step, long Time, double Value);
