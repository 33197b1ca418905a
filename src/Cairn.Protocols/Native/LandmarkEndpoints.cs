using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Events;
using Cairn.Core.Landmarks;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>The landmarks of a project's metrics.</summary>
internal static class LandmarkEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/projects/{team}/{name}/landmarks", List)
            .WithName("listLandmarks").WithSummary("Landmarks of a project's metrics, with their values.");
        api.MapPut("/projects/{team}/{name}/landmarks", SetAsync)
            .WithName("setLandmark").WithSummary("Makes or replaces the landmark of that metric and name.");
        api.MapDelete("/projects/{team}/{name}/landmarks/{id:long}", DeleteAsync)
            .WithName("deleteLandmark").WithSummary("Deletes a landmark.");
    }

    private static Results<Ok<LandmarksWire>, ProblemHttpResult> List(
        string team, string name, Caller caller, Scope scope, LandmarkQuery landmarks) =>
        scope.TryProject(caller, team, name, out var project, out var refusal)
            ? TypedResults.Ok(
                new LandmarksWire([.. landmarks.Resolve(caller, project.Id).Select(LandmarkWire.From)]))
            : Problems.From(refusal);

    private static async Task<Results<Ok<LandmarkWire>, ProblemHttpResult>> SetAsync(
        string team, string name, LandmarkSetWire body, Caller caller, Scope scope, LandmarkStore landmarks,
        LandmarkQuery query, EventHub events, CancellationToken cancellationToken)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (!Read(body).Try(out var landmark, out refusal))
            return Problems.From(refusal);
        var outcome = await landmarks.SetAsync(caller, project.Id, landmark, cancellationToken);
        if (!outcome.Try(out var kept, out refusal))
            return Problems.From(refusal);
        events.Publish(project.Id, new EventData.Landmarks());
        return TypedResults.Ok(LandmarkWire.From(query.Resolve(caller, project.Id, kept)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string team, string name, long id, Caller caller, Scope scope, LandmarkStore landmarks, EventHub events,
        CancellationToken cancellationToken)
    {
        if (!scope.TryProject(caller, team, name, out var project, out var refusal))
            return Problems.From(refusal);
        if (!await landmarks.DeleteAsync(caller, project.Id, id, cancellationToken))
            return Problems.NotFound($"Project {project.Path} has no landmark with id {id}.");
        events.Publish(project.Id, new EventData.Landmarks());
        return TypedResults.NoContent();
    }

    private static Outcome<Landmark> Read(LandmarkSetWire wire)
    {
        LandmarkKind? kind = wire.Kind switch
        {
            "constant" => LandmarkKind.Constant,
            "run" => LandmarkKind.Run,
            "group" => LandmarkKind.Group,
            _ => null,
        };
        if (kind is null)
            return Refusal.Invalid("kind", $"'{wire.Kind}' is no kind of landmark.", "constant, run or group");
        LandmarkAggregate? aggregate = wire.Aggregate switch
        {
            null or "last" => LandmarkAggregate.Last,
            "min" => LandmarkAggregate.Min,
            "max" => LandmarkAggregate.Max,
            "mean" => LandmarkAggregate.Mean,
            _ => null,
        };
        if (aggregate is null)
            return Refusal.Invalid("aggregate", $"'{wire.Aggregate}' is no aggregate.", "last, min, max or mean");
        if (wire.Direction is not (null or "max" or "min"))
            return Refusal.Invalid("direction", $"'{wire.Direction}' is no direction.", "max or min");
        return new Landmark
        {
            Metric = wire.Metric ?? "",
            Name = wire.Name ?? "",
            Kind = kind.Value,
            Value = wire.Value,
            Run = wire.Run,
            Group = wire.Group,
            Aggregate = aggregate.Value,
            HigherIsBetter = wire.Direction != "min",
            Examples = wire.Examples,
            Source = wire.Source,
        };
    }
}
