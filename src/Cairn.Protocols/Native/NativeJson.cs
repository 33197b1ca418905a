using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Mvc;

namespace Cairn.Protocols.Native;

/// <summary>How the native wire is written: camelCase, nulls left out, NaN and infinities as strings.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(RunValueConverter)],
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(ServerWire))]
[JsonSerializable(typeof(ProjectsWire))]
[JsonSerializable(typeof(ProjectCreateWire))]
[JsonSerializable(typeof(ProjectChangeWire))]
[JsonSerializable(typeof(KeysWire))]
[JsonSerializable(typeof(ColumnsWire))]
[JsonSerializable(typeof(RegisteredModelsWire))]
[JsonSerializable(typeof(RegisteredModelDetailWire))]
[JsonSerializable(typeof(RegisteredModelChangeWire))]
[JsonSerializable(typeof(ModelAliasChangeWire))]
[JsonSerializable(typeof(ModelStageChangeWire))]
[JsonSerializable(typeof(SweepsWire))]
[JsonSerializable(typeof(SweepDetailWire))]
[JsonSerializable(typeof(SweepCreateWire))]
[JsonSerializable(typeof(SweepChangeWire))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(ImportanceQueryWire))]
[JsonSerializable(typeof(ImportanceWire))]
[JsonSerializable(typeof(DistributionQueryWire))]
[JsonSerializable(typeof(DistributionWire))]
[JsonSerializable(typeof(RunDatasetsWire))]
[JsonSerializable(typeof(RunModelsWire))]
[JsonSerializable(typeof(LandmarksWire))]
[JsonSerializable(typeof(LandmarkSetWire))]
[JsonSerializable(typeof(SavedViewsWire))]
[JsonSerializable(typeof(SavedViewCreateWire))]
[JsonSerializable(typeof(SavedViewReplaceWire))]
[JsonSerializable(typeof(SavedViewChangeWire))]
[JsonSerializable(typeof(ReproductionWire))]
[JsonSerializable(typeof(RunStartWire))]
[JsonSerializable(typeof(RunStartedWire))]
[JsonSerializable(typeof(RunChangeWire))]
[JsonSerializable(typeof(RunQueryWire))]
[JsonSerializable(typeof(RunPageWire))]
[JsonSerializable(typeof(SeriesSummariesWire))]
[JsonSerializable(typeof(SeriesQueryWire))]
[JsonSerializable(typeof(SeriesHeaderWire))]
[JsonSerializable(typeof(SeriesJsonWire))]
[JsonSerializable(typeof(PointsWire))]
[JsonSerializable(typeof(ReceiptWire))]
[JsonSerializable(typeof(RecordKeysWire))]
[JsonSerializable(typeof(RecordsWire))]
[JsonSerializable(typeof(ConsoleWire))]
[JsonSerializable(typeof(ConsoleMatchesWire))]
[JsonSerializable(typeof(FilesWire))]
[JsonSerializable(typeof(AlertCreateWire))]
[JsonSerializable(typeof(AlertsWire))]
[JsonSerializable(typeof(EventWire))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class NativeJson : JsonSerializerContext;
