namespace Cairn.Protocols.Mlflow;

/// <summary>How many results a search may give.</summary>
internal static class SearchLimit
{
    /// <summary><c>max_results</c>, or <paramref name="standard"/> without it; out of 1 to <paramref name="most"/> ends the call.</summary>
    public static int Read(MlflowFields fields, int? standard, int most)
    {
        var asked = fields.Integer("max_results") ?? standard ?? throw fields.Absent("max_results");
        return asked >= 1 && asked <= most
            ? (int)asked
            : throw fields.Bad("max_results", $"it has to be a positive number, at most {most}.");
    }
}
