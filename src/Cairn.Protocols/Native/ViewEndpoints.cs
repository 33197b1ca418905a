using System.Text.Json;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Events;
using Cairn.Core.Views;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Workspaces, tables and reports that people keep by name.</summary>
internal sealed class ViewEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/projects/{team}/{name}/views", List)
            .WithName("listViews").WithSummary("A project's saved views without their specs, newest change first.");
        api.MapPost("/projects/{team}/{name}/views", CreateAsync).WithName("createView").WithSummary("Saves a view.");
        api.MapGet("/views/{id:long}", Get).WithName("getView").WithSummary("A saved view with its spec.");
        api.MapPut("/views/{id:long}", ReplaceAsync).WithName("replaceView").WithSummary("Replaces the title, description and spec of a saved view.");
        api.MapPatch("/views/{id:long}", ChangeAsync).WithName("changeView").WithSummary("Changes what is given of a saved view.");
        api.MapDelete("/views/{id:long}", DeleteAsync).WithName("deleteView").WithSummary("Deletes a saved view for good.");
        api.MapPost("/views/{id:long}/default", (long id, Caller caller, ViewEndpoints own, CancellationToken ended) =>
            own.SetDefaultAsync(caller, id, true, ended))
            .WithName("makeViewDefault").WithSummary("Makes a saved view the one that its project shows of its kind.");
        api.MapDelete("/views/{id:long}/default", (long id, Caller caller, ViewEndpoints own, CancellationToken ended) =>
            own.SetDefaultAsync(caller, id, false, ended))
            .WithName("clearViewDefault").WithSummary("Lets the project show none of that kind by default.");
    }

    private readonly Scope _scope;
    private readonly ViewStore _views;
    private readonly EventHub _events;

    public ViewEndpoints(Scope scope, ViewStore views, EventHub events) => (_scope, _views, _events) = (scope, views, events);

    private static Results<Ok<SavedViewsWire>, ProblemHttpResult> List(
        string team, string name, string? kind, Caller caller, Scope scope, ViewStore views) =>
        scope.TryProject(caller, team, name, out var project, out var refusal)
            ? TypedResults.Ok(new SavedViewsWire(
                [.. views.List(caller, project.Id, kind, withSpec: false).Select(view => SavedViewWire.From(view, project.Path))]))
            : Problems.From(refusal);

    private static async Task<Results<Created<SavedViewWire>, ProblemHttpResult>> CreateAsync(
        string team, string name, SavedViewCreateWire body, Caller caller, ViewEndpoints own, CancellationToken cancellationToken)
    {
        if (!own._scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        var start = new ViewStart(body.Kind ?? "", body.Name, body.DisplayName, body.Description, Text(body.Spec) ?? "");
        var outcome = await own._views.CreateAsync(caller, project, start, cancellationToken);
        if (!outcome.Try(out var view, out refusal))
            return Problems.From(refusal);
        own._events.Publish(project.Id, new EventData.Views());
        return TypedResults.Created($"/api/v1/views/{view.Id}", SavedViewWire.From(view, project.Path));
    }

    private static Results<Ok<SavedViewWire>, ProblemHttpResult> Get(long id, Caller caller, Scope scope, ViewStore views) =>
        views.Find(caller, id) is { } view
            ? TypedResults.Ok(SavedViewWire.From(view, scope.PathOf(caller, view.ProjectId)))
            : Problems.NotFound($"There is no view with id {id}.");

    private static Task<Results<Ok<SavedViewWire>, ProblemHttpResult>> ReplaceAsync(
        long id, SavedViewReplaceWire body, Caller caller, ViewEndpoints own, CancellationToken cancellationToken) => own.UpdateAsync(
            caller,
            id,
            new ViewChange
            {
                Name = body.Name,
                DisplayName = body.DisplayName,
                Description = body.Description ?? "",
                Spec = Text(body.Spec) ?? "",
                BasedOn = body.BasedOn,
            },
            cancellationToken);

    private static Task<Results<Ok<SavedViewWire>, ProblemHttpResult>> ChangeAsync(
        long id, SavedViewChangeWire body, Caller caller, ViewEndpoints own, CancellationToken cancellationToken) => own.UpdateAsync(
            caller,
            id,
            new ViewChange
            {
                Name = body.Name,
                DisplayName = body.DisplayName,
                Description = body.Description,
                Spec = Text(body.Spec),
                BasedOn = body.BasedOn,
            },
            cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        long id, Caller caller, ViewEndpoints own, CancellationToken cancellationToken)
    {
        if (own._views.Find(caller, id) is not { } view || !await own._views.DeleteAsync(caller, id, cancellationToken))
            return Problems.NotFound($"There is no view with id {id}.");
        own._events.Publish(view.ProjectId, new EventData.Views());
        return TypedResults.NoContent();
    }

    private async Task<Results<Ok<SavedViewWire>, ProblemHttpResult>> SetDefaultAsync(
        Caller caller, long id, bool isDefault, CancellationToken cancellationToken) =>
        Answer(caller, await _views.SetDefaultAsync(caller, id, isDefault, cancellationToken));

    private async Task<Results<Ok<SavedViewWire>, ProblemHttpResult>> UpdateAsync(
        Caller caller, long id, ViewChange change, CancellationToken cancellationToken) =>
        Answer(caller, await _views.UpdateAsync(caller, id, change, cancellationToken));

    private Results<Ok<SavedViewWire>, ProblemHttpResult> Answer(Caller caller, Outcome<SavedView> outcome)
    {
        if (!outcome.Try(out var view, out var refusal))
            return Problems.From(refusal);
        _events.Publish(view.ProjectId, new EventData.Views());
        return TypedResults.Ok(SavedViewWire.From(view, _scope.PathOf(caller, view.ProjectId)));
    }

    private static string? Text(JsonElement? json) => json?.GetRawText();
}
