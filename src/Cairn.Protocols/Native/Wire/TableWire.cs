using System.Text.Json;
using Cairn.Core.Tables;

namespace Cairn.Protocols.Native.Wire;

internal sealed record TableWire(long Artifact, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows)
{
    public static TableWire From(ArtifactTable one) => new(one.Artifact, one.Table.Columns, one.Table.Rows);
}
