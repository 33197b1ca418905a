using System.Text.Json.Serialization;

namespace Cairn.Core.Runs.Querying;

[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class QueryJson : JsonSerializerContext;
