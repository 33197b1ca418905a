namespace Cairn.Protocols.Import;

/// <summary>Something that did not come over, or not whole.</summary>
/// <param name="Subject">The run, project or model that it belongs to.</param>
/// <param name="Message">What is wrong, with the file and its line or byte where there is one.</param>
public sealed record ImportProblem(string Subject, string Message);
