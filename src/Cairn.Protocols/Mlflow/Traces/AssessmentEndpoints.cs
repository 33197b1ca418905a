using System.Text.Json;
using Cairn.Core.Traces;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>What people and programs think of traces.</summary>
internal sealed class AssessmentEndpoints(TraceStore traces, TraceScope scope, TimeProvider time)
{
    public void Map(MlflowRoutes routes)
    {
        routes.Post("traces/{trace}/assessments", CreateAsync, MlflowRoutes.TrackingV3);
        routes.Get("traces/{trace}/assessments/{assessment}", Get, MlflowRoutes.TrackingV3);
        routes.Patch("traces/{trace}/assessments/{assessment}", ChangeAsync, MlflowRoutes.TrackingV3);
        routes.Delete("traces/{trace}/assessments/{assessment}", DeleteAsync, MlflowRoutes.TrackingV3);
    }

    private async Task<object> CreateAsync(MlflowRequest request)
    {
        var fields = request.RequiredObject("assessment");
        var trace = scope.Require(request.Caller, request.Route("trace"));
        var assessment = AssessmentBody.New(fields, trace.Uid, time);
        await traces.SaveAssessmentAsync(request.Caller, assessment, request.Aborted);

        // A judgement may replace another, which stays but no longer counts.
        if (fields.Text("overrides") is { Length: > 0 } overridden
            && traces.FindAssessment(request.Caller, trace.Uid, overridden) is { } old)
        {
            await traces.SaveAssessmentAsync(request.Caller, AssessmentBody.WithValidity(old, valid: false), request.Aborted);
        }

        return Answer(assessment);
    }

    private Task<object> Get(MlflowRequest request) => Task.FromResult<object>(Answer(Require(request)));

    private async Task<object> ChangeAsync(MlflowRequest request)
    {
        var fields = request.RequiredObject("assessment");
        var changed = AssessmentBody.Change(Require(request), fields, request.Text("update_mask"), time);
        await traces.SaveAssessmentAsync(request.Caller, changed, request.Aborted);
        return Answer(changed);
    }

    private async Task<object> DeleteAsync(MlflowRequest request)
    {
        var trace = scope.Require(request.Caller, request.Route("trace"));
        var gone = traces.FindAssessment(request.Caller, trace.Uid, request.Route("assessment"));
        await traces.DeleteAssessmentAsync(request.Caller, trace.Uid, request.Route("assessment"), request.Aborted);

        // What it had replaced counts again.
        if (gone is not null && AssessmentBody.Overridden(gone) is { } overridden
            && traces.FindAssessment(request.Caller, trace.Uid, overridden) is { } old)
        {
            await traces.SaveAssessmentAsync(request.Caller, AssessmentBody.WithValidity(old, valid: true), request.Aborted);
        }

        return EmptyWire.Value;
    }

    private Assessment Require(MlflowRequest request)
    {
        var trace = scope.Require(request.Caller, request.Route("trace"));
        return traces.FindAssessment(request.Caller, trace.Uid, request.Route("assessment"))
            ?? throw MlflowRefusal.Missing(
                $"Assessment with ID '{MlflowNames.Shorten(request.Route("assessment"))}' not found for trace '{trace.Uid}'.");
    }

    private static AssessmentAnswer Answer(Assessment assessment) => new(JsonElement.Parse(assessment.Body));
}
