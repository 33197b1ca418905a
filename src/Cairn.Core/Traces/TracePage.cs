namespace Cairn.Core.Traces;

/// <summary>Some traces of a list, newest first.</summary>
/// <param name="Traces">At most as many as were asked for.</param>
/// <param name="Total">How many the whole list has.</param>
/// <param name="Failed">How many of the whole list ended in an error.</param>
/// <param name="Spans">How many steps each trace of the page has, by its uid; 0 is left out.</param>
/// <param name="Next">The trace after which the next page begins; null at the end.</param>
public sealed record TracePage(
    IReadOnlyList<Trace> Traces, long Total, long Failed, IReadOnlyDictionary<string, long> Spans, long? Next);
