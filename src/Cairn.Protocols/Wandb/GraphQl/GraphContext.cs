using Cairn.Core.Access;

namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>What resolvers know of the request they work for.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="BaseUrl">The server as its client names it, without a slash at the end; answers' links begin so.</param>
/// <param name="Writer">The id of one of several processes that write one run; null in the ordinary case.</param>
/// <param name="CancellationToken">Set when the client has gone.</param>
internal sealed record GraphContext(Caller Caller, string BaseUrl, string? Writer, CancellationToken CancellationToken);
