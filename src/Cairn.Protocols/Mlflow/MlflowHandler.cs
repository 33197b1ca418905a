namespace Cairn.Protocols.Mlflow;

/// <summary>Answers one sort of call: with a record of the wire, or with an <c>IResult</c> that writes itself.</summary>
internal delegate Task<object> MlflowHandler(MlflowRequest request);
