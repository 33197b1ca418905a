using System.Text.Json;

namespace Cairn.Analysis.Sweeps;

/// <summary>Finds text that JSON allows and .NET can not hold: halves of surrogate pairs.</summary>
internal static class JsonText
{
    public static bool IsSound(JsonElement element)
    {
        try
        {
            return Walk(element);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static SweepProblem Broken(string at) =>
        new(at, "contains text that is not valid Unicode.", "Remove the broken \\u escapes.");

    private static bool Walk(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(p => p.Name is not null && Walk(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(Walk),
        JsonValueKind.String => element.GetString() is not null,
        _ => true,
    };
}
