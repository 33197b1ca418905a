using System.Text.Json;
using System.Text.Json.Serialization;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Native;

/// <summary>Cells of the runs table as JSON values; they are only ever written.</summary>
internal sealed class RunValueConverter : JsonConverter<RunValue>
{
    public override RunValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, RunValue value, JsonSerializerOptions options) =>
        value.WriteTo(writer);
}
