using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Cairn.Core.Views;

namespace Cairn.Protocols.Native.Wire;

internal sealed record SavedViewWire(
    long Id, string Project, string Kind, string Name, string DisplayName, string? Description, JsonElement? Spec,
    string CreatedBy, long CreatedAt, long UpdatedAt, bool IsDefault)
{
    public static SavedViewWire From(SavedView view, string project) => new(
        view.Id,
        project,
        view.Kind,
        view.Name,
        view.DisplayName,
        view.Description,
        view.Spec.Length == 0 ? null : JsonElement.Parse(view.Spec),
        view.CreatedBy,
        view.CreatedAt,
        view.UpdatedAt,
        view.IsDefault);
}

internal sealed record SavedViewsWire(IReadOnlyList<SavedViewWire> Views);

internal sealed record SavedViewCreateWire
{
    [Required]
    public string? Kind { get; init; }
    public string? Name { get; init; }
    public string? DisplayName { get; init; }
    public string? Description { get; init; }

    [Required]
    public JsonElement? Spec { get; init; }
}

internal sealed record SavedViewReplaceWire
{
    public string? Name { get; init; }
    public string? DisplayName { get; init; }
    public string? Description { get; init; }

    [Required]
    public JsonElement? Spec { get; init; }
    public long? BasedOn { get; init; }
}

internal sealed record SavedViewChangeWire
{
    public string? Name { get; init; }
    public string? DisplayName { get; init; }
    public string? Description { get; init; }
    public JsonElement? Spec { get; init; }
    public long? BasedOn { get; init; }
}
