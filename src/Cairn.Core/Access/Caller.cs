namespace Cairn.Core.Access;

/// <summary>Who asks. Every Core call takes one, so that roles hold below all protocols at once.</summary>
/// <param name="Name">The user's name; <c>local</c> in single-user mode.</param>
public sealed record Caller(string Name)
{
    /// <summary>The one user of a server without accounts.</summary>
    public static Caller Local { get; } = new("local");
}
