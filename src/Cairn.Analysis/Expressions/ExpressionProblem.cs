namespace Cairn.Analysis.Expressions;

/// <summary>Why a text is no expression.</summary>
/// <param name="Position">Where in the text, in UTF-16 units from 0.</param>
/// <param name="Detail">What is wrong there.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record ExpressionProblem(int Position, string Detail, string Remedy);
