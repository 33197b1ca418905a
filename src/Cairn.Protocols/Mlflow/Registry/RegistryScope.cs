using System.Globalization;
using Cairn.Core.Access;
using Cairn.Core.LoggedModels;
using Cairn.Core.Registry;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Registry;

/// <summary>Finds registered models and versions, and writes them out.</summary>
internal sealed class RegistryScope(RegistryStore registry, LoggedModelStore loggedModels)
{
    /// <summary>The model of a name; an unknown one ends the call.</summary>
    public RegisteredModel Require(Caller caller, string name) => registry.Find(caller, name)
        ?? throw MlflowRefusal.Missing($"Registered Model with name={MlflowNames.Shorten(name)} not found.");

    /// <summary>A version of a model; an unknown one ends the call.</summary>
    public ModelVersion RequireVersion(Caller caller, string name, long number) => registry.FindVersion(caller, name, number)
        ?? throw MlflowRefusal.Missing($"Model Version (name={MlflowNames.Shorten(name)}, version={number}) not found.");

    /// <summary>The number that a request names as <c>version</c>.</summary>
    public static long ReadVersion(MlflowFields fields)
    {
        var text = fields.Required("version");
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw MlflowRefusal.Invalid($"Parameter 'version' must be an integer, got '{MlflowNames.Shorten(text)}'.");
    }

    public RegisteredModelWire Write(Caller caller, RegisteredModel model) => Write(model, registry.Versions(caller, model.Name));

    public static RegisteredModelWire Write(RegisteredModel model, IEnumerable<ModelVersion> versions) => new(
        model.Name,
        model.CreatedAt,
        model.UpdatedAt,
        model.Description ?? "",
        Latest(versions).Select(version => WriteVersion(version)).OrNull(),
        model.Labels.Select(label => new PairWire(label.Key, label.Value)).OrNull(),
        model.Aliases.OrderBy(alias => alias.Key, StringComparer.Ordinal)
            .Select(alias => new ModelAliasWire(alias.Key, Text(alias.Value))).OrNull());

    /// <summary>The newest version of each stage that has one.</summary>
    public static IEnumerable<ModelVersion> Latest(IEnumerable<ModelVersion> versions) =>
        versions.GroupBy(version => version.Stage).Select(stage => stage.MaxBy(version => version.Number)!)
            .OrderBy(version => version.Stage);

    public static ModelVersionWire WriteVersion(ModelVersion version) => new(
        version.Name,
        Text(version.Number),
        version.CreatedAt,
        version.UpdatedAt,
        version.Stage.ToString(),
        version.Description ?? "",
        version.Source,
        version.RunUid ?? "",
        "READY",
        version.RunLink ?? "",
        version.Labels.Select(label => new PairWire(label.Key, label.Value)).OrNull(),
        version.Aliases.OrNull(),
        version.LoggedModel,
        null,
        null);

    /// <summary>A version with the parameters and metrics of the logged model that it is.</summary>
    public ModelVersionWire WriteWhole(Caller caller, ModelVersion version)
    {
        var written = WriteVersion(version);
        if (version.LoggedModel is null || loggedModels.Find(caller, version.LoggedModel) is not { } model)
            return written;
        return written with
        {
            ModelParams = model.Params.Select(one => new ModelParamWire(one.Key, one.Value)).OrNull(),
            ModelMetrics = loggedModels.Metrics(caller, [model.Id])
                .Select(metric => new MetricWire(
                    metric.Key, MetricWire.Finite(metric.Value), metric.Time, metric.Step, metric.Run, model.Uid,
                    metric.Dataset, metric.Digest))
                .OrNull(),
        };
    }

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
