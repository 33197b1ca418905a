using System.Text.Json;
using System.Text.Json.Serialization;
using Cairn.Baselines;
using Cairn.Cli.Bench;
using Cairn.Cli.Gates;
using Cairn.Client;
using Cairn.Core.Safekeeping;
using Cairn.Protocols.Import;

namespace Cairn.Cli;

/// <summary>How commands write their answers for programs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<SyncedRun>))]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(GateAnswer))]
[JsonSerializable(typeof(IReadOnlyList<BaselineResult>))]
internal sealed partial class CliJson : JsonSerializerContext;
