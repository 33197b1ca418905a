using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cairn.Client.Spool;

/// <summary>The JSON of the spool's own small files.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SpoolHeader))]
[JsonSerializable(typeof(SpoolBinding))]
[JsonSerializable(typeof(SpoolFile))]
internal sealed partial class SpoolJson : JsonSerializerContext;
