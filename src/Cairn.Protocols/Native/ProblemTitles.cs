namespace Cairn.Protocols.Native;

/// <summary>What went wrong in a few words for a person; the problem's detail says the rest.</summary>
internal static class ProblemTitles
{
    /// <summary>The title of a refusal with this status that concerns this field.</summary>
    public static string Of(int status, string? field) => (status, field) switch
    {
        (400, "filter") => "This filter could not be read",
        (400, "columns") => "These columns cannot be shown",
        (400, "sort") => "The runs cannot be sorted like this",
        (400, "cursor" or "after") => "The next page cannot be found from here",
        (400, "body") => "The request could not be read",
        (400, null) => "The request cannot be carried out",
        (400, _) => $"The value of '{field}' cannot be used",
        (404, _) => "It is not here",
        (409, _) => "It is there already",
        (410, _) => "It is in the trash",
        (413, _) => "This is too much at once",
        (415, _) => "Content of this type is not read here",
        (429 or 503, _) => "The server cannot take this at the moment",
        ( >= 500, _) => "The server failed",
        _ => "The request was refused",
    };
}
