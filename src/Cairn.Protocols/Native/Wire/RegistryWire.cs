using Cairn.Core.Registry;

namespace Cairn.Protocols.Native.Wire;

internal sealed record ModelRunWire(long Id, string Uid, string Name, string Project, string State);

internal sealed record ModelVersionWire(
    string Name, long Version, string? Description, string Source, string Stage, IReadOnlyList<string> Aliases,
    IReadOnlyDictionary<string, string> Labels, string? LoggedModel, string? RunUid, string? RunLink, ModelRunWire? Run,
    long CreatedAt, long UpdatedAt)
{
    public static ModelVersionWire From(ModelVersion version, ModelRunWire? run) => new(
        version.Name, version.Number, version.Description, version.Source, StageText(version.Stage), version.Aliases,
        version.Labels, version.LoggedModel, version.RunUid, version.RunLink, run, version.CreatedAt, version.UpdatedAt);

    public static string StageText(ModelStage stage) => stage.ToString().ToLowerInvariant();
}

internal sealed record RegisteredModelWire(
    string Name, string? Description, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, long> Aliases, IReadOnlyDictionary<string, long> Stages, int Versions,
    ModelVersionWire? Latest, long CreatedAt, long UpdatedAt)
{
    /// <summary>A model with all its versions, newest first.</summary>
    public static RegisteredModelWire From(
        RegisteredModel model, IReadOnlyList<ModelVersion> versions, Func<string?, ModelRunWire?> runs) => new(
        model.Name,
        model.Description,
        model.Labels,
        model.Aliases,
        versions.Where(version => version.Stage != ModelStage.None)
            .GroupBy(version => version.Stage)
            .OrderBy(stage => stage.Key)
            .ToDictionary(stage => ModelVersionWire.StageText(stage.Key), stage => stage.Max(version => version.Number)),
        versions.Count,
        versions is [var latest, ..] ? ModelVersionWire.From(latest, runs(latest.RunUid)) : null,
        model.CreatedAt,
        model.UpdatedAt);
}

internal sealed record RegisteredModelsWire(IReadOnlyList<RegisteredModelWire> Models, int Total);

internal sealed record RegisteredModelDetailWire(RegisteredModelWire Model, IReadOnlyList<ModelVersionWire> Versions);

internal sealed record RegisteredModelChangeWire(string? Description);

internal sealed record ModelAliasChangeWire(long? Version);

internal sealed record ModelStageChangeWire(string? Stage, bool? ArchiveOthers);
