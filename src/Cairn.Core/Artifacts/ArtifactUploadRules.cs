using System.Globalization;

namespace Cairn.Core.Artifacts;

/// <summary>Decides which parts a content can come in, and when they are all there.</summary>
public static class ArtifactUploadRules
{
    /// <summary>Most parts of one content, as object stores have it.</summary>
    public const int PartLimit = 10_000;

    private const int Digits = 32;

    /// <summary>Why a content can't come in these parts; null when it can.</summary>
    public static Refusal? CheckParts(IReadOnlyList<ArtifactPart> parts)
    {
        if (parts.Count is 0 or > PartLimit)
            return Refusal.Invalid("uploadPartsInput", $"A content can't come in {Text(parts.Count)} parts.", $"1 to {Text(PartLimit)} parts");
        if (parts.FirstOrDefault(part => !IsMd5(part.Md5)) is { } wrong)
            return Refusal.Invalid("hexMD5", $"Part {Text(wrong.Number)} names no MD5.", $"{Text(Digits)} hexadecimal digits");
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Number != i + 1)
                return Refusal.Invalid("partNumber", $"Part {Text(i + 1)} is missing or comes twice.", $"every number from 1 to {Text(parts.Count)} once");
        }

        return null;
    }

    /// <summary>Why an upload can't be completed with these parts, told by number and MD5; null when it can.</summary>
    public static Refusal? CheckComplete(ArtifactUpload upload, IReadOnlyList<ArtifactPart> told)
    {
        var byNumber = told.ToLookup(part => part.Number);
        foreach (var part in upload.Parts)
        {
            if (byNumber[part.Number].ToList() is not [var one])
                return Refusal.Invalid("completedParts", $"Part {Text(part.Number)} is not named once.", remedy: "Name every part once.");
            if (one.Md5 != part.Md5)
            {
                return Refusal.Invalid(
                    "completedParts", $"Part {Text(part.Number)} is told as {one.Md5}, but {part.Md5} was announced.", remedy: "Upload it again.");
            }

            if (part.Sha256 is null && !upload.IsDone)
                return Refusal.Invalid("completedParts", $"Part {Text(part.Number)} has not come.", remedy: "Upload it, then complete again.");
        }

        return told.Count == upload.Parts.Count
            ? null
            : Refusal.Invalid("completedParts", $"{Text(told.Count)} parts are named.", $"{Text(upload.Parts.Count)} parts, as announced");
    }

    private static bool IsMd5(string text) => text.Length == Digits && text.All(char.IsAsciiHexDigitLower);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
