using Cairn.Core.Access;
using Cairn.Protocols.Wandb.GraphQl;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>What makes and revokes keys.</summary>
internal sealed class KeyMutations
{
    public KeyMutations(WandbTypes types, ApiKeyStore keys) => types.Mutation
        .AddAsync("generateApiKey", async (_, args) =>
        {
            var (key, secret) = await keys.CreateAsync(
                args.Context.Caller, args.Object("input").Text("description") ?? "", args.Context.CancellationToken).ConfigureAwait(false);
            return GraphNode.Plain(
                "GenerateApiKeyPayload",
                ("apiKey", GraphNode.Plain(
                    "ApiKey", ("id", WandbId.Of("ApiKey", key.Id)), ("name", secret), ("description", key.Description))));
        })
        .AddAsync("createAnonymousEntity", async (_, args) =>
        {
            // Who may ask at all is known to the server already; an older client merely wants not to be asked for a key.
            var (_, secret) = await keys.CreateAsync(args.Context.Caller, "anonymous login", args.Context.CancellationToken).ConfigureAwait(false);
            return GraphNode.Plain("CreateEntityPayload", ("apiKey", GraphNode.Plain("ApiKey", ("name", secret))));
        })
        .AddAsync("deleteApiKey", async (_, args) =>
        {
            var id = args.Object("input").Text("id");
            var number = WandbId.Number("ApiKey", id) ?? throw GraphException.NotFound($"There is no key with id '{id}'.");
            return GraphNode.Plain(
                "DeleteApiKeyPayload",
                ("success", await keys.DeleteAsync(args.Context.Caller, number, args.Context.CancellationToken).ConfigureAwait(false)));
        });
}
