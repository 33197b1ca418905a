namespace Cairn.Core.Records;

/// <summary>What a run has of one record key.</summary>
public sealed record RecordKey(string Key, string Type, long Count, long FirstStep, long LastStep);
