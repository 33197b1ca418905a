using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cairn.Core.Views;

/// <summary>Decides which views can be kept.</summary>
public static class ViewRules
{
    /// <summary>Most characters of a kind.</summary>
    public const int KindLimit = 50;

    /// <summary>Most characters of a name.</summary>
    public const int NameLimit = 500;

    /// <summary>Most characters of a description.</summary>
    public const int DescriptionLimit = 65_536;

    /// <summary>Most bytes of an arrangement.</summary>
    public const int SpecLimit = 16 * 1024 * 1024;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int NewNameLength = 11;

    /// <summary>A name that no other view has.</summary>
    public static string NewName() => RandomNumberGenerator.GetString(Letters, NewNameLength);

    /// <summary>Why this can't be a view; null when it can.</summary>
    public static Refusal? Check(SavedView view)
    {
        if (view.Kind.Length is 0 or > KindLimit || !view.Kind.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return Refusal.Invalid(
                "kind", "A view needs a kind, such as workspace, table or report.", $"1 to {KindLimit} of a-z, 0-9 and '-'");
        }

        if (view.Name.Length is 0 or > NameLimit || view.Name.Any(char.IsControl))
            return Refusal.Invalid("name", "A view needs a name.", $"1 to {NameLimit} characters, no control characters");
        if (view.DisplayName.Length > NameLimit)
            return Refusal.Invalid("displayName", "The view's title is too long.", $"{NameLimit} characters");
        if (view.Description?.Length > DescriptionLimit)
            return Refusal.Invalid("description", "The view's description is too long.", $"{DescriptionLimit} characters");
        return CheckSpec(view.Spec);
    }

    private static Refusal? CheckSpec(string spec)
    {
        if (Encoding.UTF8.GetByteCount(spec) > SpecLimit)
            return new Refusal(RefusalKind.TooLarge, "The view's spec is too large.", "spec", $"{SpecLimit} bytes");
        try
        {
            using var json = JsonDocument.Parse(spec);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? null
                : Refusal.Invalid("spec", "A view's spec has to be a JSON object.");
        }
        catch (JsonException exception)
        {
            return Refusal.Invalid("spec", $"The view's spec is not JSON: {exception.Message}");
        }
    }
}
