namespace Cairn.Core.Streams;

/// <summary>How far one writer's stream of numbered lines has come.</summary>
/// <param name="Name">Which stream of the run, such as <c>history</c>.</param>
/// <param name="Writer">One of several processes that write the run; empty when there is one.</param>
/// <param name="Lines">Lines that there are: one more than the highest number.</param>
/// <param name="Tail">The last line, for a client that goes on after it.</param>
public sealed record StreamEnd(string Name, string Writer, long Lines, string Tail);
