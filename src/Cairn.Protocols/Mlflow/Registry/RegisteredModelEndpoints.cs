using Cairn.Core;
using Cairn.Core.Registry;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Mlflow.Search;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Registry;

/// <summary>Registered models: make, read, change, find, tag, alias.</summary>
internal sealed class RegisteredModelEndpoints(RegistryStore registry, RegistryScope scope)
{
    private const int StandardResults = 100;
    private const int ResultLimit = 1000;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("registered-models/create", CreateAsync);
        routes.Get("registered-models/get", Get);
        routes.Patch("registered-models/update", UpdateAsync);
        routes.Post("registered-models/rename", RenameAsync);
        routes.Delete("registered-models/delete", DeleteAsync);
        routes.Get("registered-models/search", Search);
        routes.Get("registered-models/get-latest-versions", LatestVersions);
        routes.Post("registered-models/get-latest-versions", LatestVersions);
        routes.Post("registered-models/set-tag", SetTagAsync);
        routes.Delete("registered-models/delete-tag", DeleteTagAsync);
        routes.Post("registered-models/alias", SetAliasAsync);
        routes.Get("registered-models/alias", GetByAlias);
        routes.Delete("registered-models/alias", DeleteAliasAsync);
    }

    private async Task<object> CreateAsync(MlflowRequest request)
    {
        var name = RegistryNames.CheckName(request.Required("name"), "name");
        var tags = RegistryNames.ReadTags(request);
        var model = await registry.CreateAsync(
            request.Caller, name, request.Text("description"), tags, request.Aborted).OrRefuseAsync();
        return new RegisteredModelAnswer(scope.Write(request.Caller, model));
    }

    private Task<object> Get(MlflowRequest request) => Task.FromResult<object>(new RegisteredModelAnswer(
        scope.Write(request.Caller, scope.Require(request.Caller, request.Required("name")))));

    private async Task<object> UpdateAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var description = request.Text("description");
        return await ChangeAsync(request, name, model => model with { Description = description });
    }

    private async Task<object> RenameAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var to = RegistryNames.CheckName(request.Required("new_name"), "new_name");
        return await ChangeAsync(request, name, model => model with { Name = to });
    }

    private async Task<object> DeleteAsync(MlflowRequest request)
    {
        await registry.DeleteAsync(request.Caller, request.Required("name"), request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }

    private Task<object> Search(MlflowRequest request)
    {
        var clauses = MlflowFilterParser.Parse(request.Text("filter"), MlflowGrammar.RegisteredModels).OrRefuse();
        var orders = MlflowOrderParser.Parse(request.Texts("order_by"), MlflowGrammar.RegisteredModels).OrRefuse();
        var limit = request.Integer("max_results") ?? StandardResults;
        if (limit is < 0 or > ResultLimit)
            throw request.Bad("max_results", $"it has to be at most {ResultLimit}, and not negative.");
        var found = registry.List(request.Caller)
            .Where(model => PromptFilter.Shows(model.Labels, clauses))
            .Where(model => clauses.All(clause => clause.IsMetBy(ValueOf(model, clause))));
        var (page, next) = PageToken.Slice(Order(found, orders), request.Text("page_token"), limit);
        var versions = page.Count == 0 ? [] : registry.Versions(request.Caller);
        var byModel = versions.ToLookup(version => version.ModelId);
        return Task.FromResult<object>(new RegisteredModelsAnswer(
            page.Select(model => RegistryScope.Write(model, byModel[model.Id])).OrNull(), next));
    }

    private Task<object> LatestVersions(MlflowRequest request)
    {
        var model = scope.Require(request.Caller, request.Required("name"));
        var stages = request.Texts("stages").Select(Stages.Read).ToHashSet();
        var latest = RegistryScope.Latest(registry.Versions(request.Caller, model.Name))
            .Where(version => stages.Count == 0 || stages.Contains(version.Stage));
        return Task.FromResult<object>(new ModelVersionsAnswer(latest.Select(RegistryScope.WriteVersion).OrNull()));
    }

    private async Task<object> SetTagAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var (key, value) = RegistryNames.ReadTag(request);
        await ChangeAsync(request, name, model => model with { Labels = model.Labels.With(key, value) });
        return EmptyWire.Value;
    }

    private async Task<object> DeleteTagAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var key = request.Required("key");
        await ChangeAsync(request, name, model => model with { Labels = model.Labels.Without(key) });
        return EmptyWire.Value;
    }

    private async Task<object> SetAliasAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var alias = RegistryNames.CheckAlias(request.Required("alias"));
        var number = RegistryScope.ReadVersion(request);
        await registry.SetAliasAsync(request.Caller, name, alias, number, request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }

    private Task<object> GetByAlias(MlflowRequest request)
    {
        var model = scope.Require(request.Caller, request.Required("name"));
        var alias = request.Required("alias");
        long number;
        if (alias.Equals("latest", StringComparison.OrdinalIgnoreCase))
            number = registry.Versions(request.Caller, model.Name) is [var newest, ..] ? newest.Number : 0;
        else if (!model.Aliases.TryGetValue(alias, out number))
            throw MlflowRefusal.Invalid($"Registered model alias {MlflowNames.Shorten(alias)} not found.");
        return Task.FromResult<object>(new ModelVersionAnswer(
            scope.WriteWhole(request.Caller, scope.RequireVersion(request.Caller, model.Name, number))));
    }

    private async Task<object> DeleteAliasAsync(MlflowRequest request)
    {
        await registry.DeleteAliasAsync(
            request.Caller, request.Required("name"), request.Required("alias"), request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }

    private async Task<object> ChangeAsync(
        MlflowRequest request, string name, Func<RegisteredModel, RegisteredModel> change)
    {
        var model = await registry.UpdateAsync(request.Caller, name, change, request.Aborted).OrRefuseAsync();
        return new RegisteredModelAnswer(scope.Write(request.Caller, model));
    }

    private static RunValue ValueOf(RegisteredModel model, MlflowClause clause) => clause.Entity == MlflowGrammar.Tags
        ? PromptFilter.ValueOf(model.Labels, clause.Key)
        : RunValue.Of(model.Name);

    private static List<RegisteredModel> Order(IEnumerable<RegisteredModel> found, IReadOnlyList<MlflowOrder> orders)
    {
        var sorted = found.OrderBy(_ => 0);
        foreach (var order in orders)
        {
            sorted = (order.Key, order.Descending) switch
            {
                ("name", false) => sorted.ThenBy(model => model.Name, StringComparer.Ordinal),
                ("name", true) => sorted.ThenByDescending(model => model.Name, StringComparer.Ordinal),
                (_, false) => sorted.ThenBy(model => model.UpdatedAt),
                _ => sorted.ThenByDescending(model => model.UpdatedAt),
            };
        }

        return [.. sorted.ThenBy(model => model.Name, StringComparer.Ordinal)];
    }
}
