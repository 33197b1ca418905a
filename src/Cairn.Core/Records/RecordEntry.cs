using System.Text.Json;

namespace Cairn.Core.Records;

/// <summary>A rich value of one step: an image, a table, a histogram; its identity is (key, step, index).</summary>
/// <param name="Key">Slash-separated name.</param>
/// <param name="Type">The kind of value, such as <c>image</c>.</param>
/// <param name="Step">The step it was logged at.</param>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="Index">Its place among the values of the key and step, from 0.</param>
/// <param name="Value">A JSON object whose shape goes with <paramref name="Type"/>.</param>
public sealed record RecordEntry(string Key, string Type, long Step, long Time, int Index, JsonElement Value);
