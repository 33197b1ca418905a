namespace Cairn.Core.Traces;

/// <summary>What a person or a program thinks of a trace.</summary>
/// <param name="Trace">Uid of the trace.</param>
/// <param name="Uid"><c>a-</c> and 32 hexadecimal digits.</param>
/// <param name="Body">The whole assessment, a JSON object.</param>
public sealed record Assessment(string Trace, string Uid, string Body);
