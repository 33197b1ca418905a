using System.Text.Json;

namespace Cairn.Core.Reproductions;

/// <summary>A member in which two JSON documents differ.</summary>
/// <param name="Path">Its names joined by dots.</param>
/// <param name="Expected">The value to be repeated; null where it is missing.</param>
/// <param name="Actual">The other value; null where it is missing.</param>
public sealed record Difference(string Path, JsonElement? Expected, JsonElement? Actual);
