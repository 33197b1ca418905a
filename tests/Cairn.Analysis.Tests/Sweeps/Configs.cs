using System.Text.Json;
using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Tests.Sweeps;

internal static class Configs
{
    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static SweepSpace Space(string parameters)
    {
        Assert.True(SweepSpace.Parse(Json(parameters)).Try(out var space, out var problem), problem?.ToString());
        return space;
    }

    public static SweepDistribution Distribution(string block) => Space($"{{\"p\":{block}}}").Parameters[0].Distribution;

    public static SweepProblem Problem(string parameters)
    {
        Assert.False(SweepSpace.Parse(Json(parameters)).Try(out _, out var problem));
        return problem;
    }

    public static SweepTrial Done(JsonElement values, double? metric) => new(values, SweepTrialState.Finished, metric);
}
