using System.Text.Json;

namespace Cairn.Core.Sweeps;

/// <summary>One value that a sweep sets.</summary>
/// <param name="Name">Of nested blocks joined by dots, as in the column <c>config.name</c>.</param>
/// <param name="Distribution">W&amp;B's name of it, such as <c>log_uniform_values</c>.</param>
/// <param name="Count">How many different values there are; null when there is no end of them.</param>
/// <param name="Definition">Its block of the configuration.</param>
public sealed record SweepSetting(string Name, string Distribution, long? Count, JsonElement Definition);
