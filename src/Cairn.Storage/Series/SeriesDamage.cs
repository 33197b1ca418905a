namespace Cairn.Storage.Series;

/// <summary>Points of a series that cannot be read, because their bytes on disk do not fit their checksum.</summary>
/// <param name="Run">The run.</param>
/// <param name="Key">The series.</param>
/// <param name="FirstStep">Step of the first of them.</param>
/// <param name="LastStep">Step of the last of them.</param>
/// <param name="Points">How many points, about.</param>
/// <param name="Detail">Which part of the file, and what is wrong with it.</param>
public sealed record SeriesDamage(long Run, string Key, long FirstStep, long LastStep, long Points, string Detail);
