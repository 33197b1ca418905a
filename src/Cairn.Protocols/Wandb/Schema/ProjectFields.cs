using System.Globalization;
using Cairn.Core.Projects;
using Cairn.Core.Registry;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Wandb.Filters;
using Cairn.Protocols.Wandb.GraphQl;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>The fields of a project, and its runs.</summary>
internal sealed class ProjectFields
{
    private readonly WandbTypes _types;
    private readonly RunStore _runs;
    private readonly RunIndex _index;

    public ProjectFields(WandbTypes types, RunStore runs, RunIndex index)
    {
        (_types, _runs, _index) = (types, runs, index);
        types.Project
            .Add("id", project => WandbId.Of("Project", project.Id))
            .Add("internalId", project => project.Id.ToString(CultureInfo.InvariantCulture))
            .Add("name", project => project.Name)
            .Add("entityName", project => project.Team)
            .Add("entity", project => types.Entity.Of(new Team(project.Team)))
            .Add("description", project => project.Description)
            .Add("createdAt", project => Times.Iso(project.CreatedAt))
            .Add("updatedAt", project => Times.Iso(project.UpdatedAt))
            .Add("user", (_, args) => types.User.Of(args.Context.Caller))
            .Add("access", project => LinkedVersions.IsRegistry(project) ? "PRIVATE" : "USER_READ")
            .Constant("isBenchmark", false)
            .Constant("readOnly", false)
            .Add("run", (project, args) => types.Run.Of(Find(project, args)))
            .Also("bucket", "run")
            .Add("runs", Runs)
            .Also("buckets", "runs")
            .Add("runCount", (project, args) => Query(project, args, 0).Total);
    }

    private Run? Find(Project project, GraphArgs args) =>
        args.Filled("name") is { } uid && _runs.Find(args.Context.Caller, project.Id, uid) is { DeletedAt: null } run ? run : null;

    private GraphNode Runs(Project project, GraphArgs args)
    {
        var offset = Connections.Offset(args);
        var page = Query(project, args, Connections.First(args, 50));
        var runs = _runs.Find(args.Context.Caller, [.. page.Rows.Select(row => row.Id)]);
        return Connections.Page("Run", runs, offset, page.Cursor is not null, page.Total, _types.Run.Of);
    }

    private RunPage Query(Project project, GraphArgs args, int limit)
    {
        var filter = WandbFilterParser.Parse(args.Text("filters"));
        if (!filter.IsFilter)
            throw GraphException.Invalid($"{filter.Problem.Expected} {filter.Problem.Remedy}");
        var order = WandbOrderParser.Parse(args.Text("order"));
        if (!order.IsRead)
            throw GraphException.Invalid($"{order.Problem.Expected} {order.Problem.Remedy}");
        return _index.Query(new RunQuery
        {
            Projects = [project.Id],
            Filter = filter.Filter,
            Sort = order.Sort,
            Limit = limit,
            Offset = limit == 0 ? 0 : Connections.Offset(args),
        })!;
    }
}
