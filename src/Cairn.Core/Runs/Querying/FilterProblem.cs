namespace Cairn.Core.Runs.Querying;

/// <summary>Why a filter or a sort could not be understood.</summary>
/// <param name="Position">Where in the text it stopped making sense, in UTF-16 units from 0.</param>
/// <param name="Expected">What should have stood there, and what does.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record FilterProblem(int Position, string Expected, string Remedy)
{
    public override string ToString() => $"At {Position}: {Expected} {Remedy}";
}
