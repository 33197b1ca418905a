using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Charts;
using Cairn.Core.Events;
using Cairn.Core.Projects;
using Cairn.Core.Views;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Schema;

namespace Cairn.Protocols.Wandb.Views;

/// <summary>
/// Reports and workspaces of W&amp;B's clients as saved views, and the charts that they design. A view's <c>type</c>
/// <c>runs</c> is the kind <c>wandb-report</c>, <c>project-view</c> the kind <c>wandb-workspace</c>.
/// </summary>
internal sealed class ViewFields
{
    private const string Prefix = "wandb-";
    private readonly GraphType<SavedView> _view = new("View");
    private readonly ProjectStore _projects;
    private readonly ViewStore _views;
    private readonly CustomChartStore _charts;
    private readonly EventHub _events;

    public ViewFields(WandbTypes types, ProjectStore projects, ViewStore views, CustomChartStore charts, EventHub events)
    {
        (_projects, _views, _charts, _events) = (projects, views, charts, events);
        _view
            .Add("id", view => WandbId.Of("View", view.Id))
            .Add("type", view => TypeOf(view.Kind))
            .Add("name", view => view.Name)
            .Add("displayName", view => view.DisplayName)
            .Add("description", view => view.Description)
            .Add("spec", view => view.Spec)
            .Add("createdAt", view => Times.Iso(view.CreatedAt))
            .Add("updatedAt", view => Times.Iso(view.UpdatedAt))
            .Add("user", view => types.User.Of(new Caller(view.CreatedBy)))
            .Add("project", (view, args) => types.Project.Of(projects.Find(args.Context.Caller, view.ProjectId)))
            .Add("entityName", (view, args) => projects.Find(args.Context.Caller, view.ProjectId)?.Team)
            .Constant("locked", false)
            .Constant("coverUrl", null)
            .Constant("previewUrl", null)
            .Constant("parentId", null);
        types.Project.Add("allViews", AllViews);
        types.Query.Add("view", (_, args) => _view.Of(
            WandbId.Number("View", Padded(args.Text("id"))) is { } id && views.Find(args.Context.Caller, id) is { } view && IsOurs(view) ? view : null));
        types.Mutation
            .AddAsync("upsertView", UpsertAsync)
            .AddAsync("deleteView", DeleteAsync)
            .AddAsync("createCustomChart", CreateChartAsync);
    }

    private GraphNode AllViews(Project project, GraphArgs args)
    {
        var kind = args.Filled("viewType") is { } type ? KindOf(type) : null;
        var found = _views.List(args.Context.Caller, project.Id, kind, withSpec: true).Where(IsOurs);
        if (args.Filled("viewName") is { } name)
            found = found.Where(view => view.Name == name || view.DisplayName == name);
        return Connections.Of("View", [.. found], args, _view.Of);
    }

    private async Task<object?> UpsertAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var context = args.Context;
        var change = new ViewChange
        {
            Name = input.Filled("name"),
            DisplayName = input.Filled("displayName"),
            Description = input.Text("description"),
            Spec = input.Filled("spec"),
        };
        if (input.Filled("id") is { } id)
        {
            var number = WandbId.Number("View", Padded(id)) ?? throw GraphException.NotFound($"There is no view with id '{id}'.");
            return Payload(Done(await _views.UpdateAsync(context.Caller, number, change, context.CancellationToken).ConfigureAwait(false)), false);
        }

        var opened = Done(await _projects.OpenAsync(
            context.Caller, input.Filled("entityName") ?? ProjectRules.DefaultTeam, input.Needed("projectName"),
            cancellationToken: context.CancellationToken).ConfigureAwait(false));
        var kind = KindOf(input.Filled("type") ?? "runs");

        // A client that lost the answer sends the same name again.
        if (change.Name is { } name && _views.Find(context.Caller, opened.Project.Id, kind, name) is { } known)
            return Payload(Done(await _views.UpdateAsync(context.Caller, known.Id, change, context.CancellationToken).ConfigureAwait(false)), false);
        var start = new ViewStart(kind, change.Name, change.DisplayName, change.Description, change.Spec ?? "{}");
        return Payload(
            Done(await _views.CreateAsync(context.Caller, opened.Project, start, context.CancellationToken).ConfigureAwait(false)), true);
    }

    private async Task<object?> DeleteAsync(object root, GraphArgs args)
    {
        var id = args.Object("input").Text("id");
        var deleted = WandbId.Number("View", Padded(id)) is { } number
            && _views.Find(args.Context.Caller, number) is { } view && IsOurs(view)
            && await _views.DeleteAsync(args.Context.Caller, number, args.Context.CancellationToken).ConfigureAwait(false);
        return deleted
            ? GraphNode.Plain("DeleteViewPayload", ("success", true), ("clientMutationId", null))
            : throw GraphException.NotFound($"There is no view with id '{id}'.");
    }

    private async Task<object?> CreateChartAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var name = input.Needed("name");
        var chart = Done(await _charts.SetAsync(
            args.Context.Caller,
            new CustomChart(
                0, input.Filled("entity") ?? ProjectRules.DefaultTeam, name, input.Filled("displayName") ?? name,
                input.Filled("type") ?? "vega2", input.Filled("access") ?? "private", input.Filled("spec") ?? "{}", 0, 0),
            args.Context.CancellationToken).ConfigureAwait(false));
        return GraphNode.Plain("CreateCustomChartPayload", ("chart", GraphNode.Plain("CustomChart", ("id", WandbId.Of("CustomChart", chart.Id)))));
    }

    private GraphNode Payload(SavedView view, bool inserted)
    {
        _events.Publish(view.ProjectId, new EventData.Views());
        return GraphNode.Plain("UpsertViewPayload", ("view", _view.Of(view)), ("inserted", inserted));
    }

    private static bool IsOurs(SavedView view) => view.Kind.StartsWith(Prefix, StringComparison.Ordinal);

    private static string TypeOf(string kind) => kind switch
    {
        "wandb-report" => "runs",
        "wandb-report-draft" => "runs/draft",
        "wandb-workspace" => "project-view",
        _ => kind[Prefix.Length..],
    };

    private static string KindOf(string type) => type switch
    {
        "runs" => "wandb-report",
        "runs/draft" => "wandb-report-draft",
        "project-view" => "wandb-workspace",
        _ => Prefix + new string([.. type.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]),
    };

    // The ids in reports' addresses come without the signs at their end.
    private static string? Padded(string? id) => id?.PadRight((id.Length + 3) / 4 * 4, '=');

    private static T Done<T>(Outcome<T> outcome) =>
        outcome.Try(out var value, out var refusal) ? value : throw GraphException.From(refusal);
}
