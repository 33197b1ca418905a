using Cairn.Core.Projects;
using Cairn.Core.Views;

namespace Cairn.Core.Tests.Views;

public sealed class ViewStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _temporary = new();

    private ViewStore Views => _temporary.Store.Views;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task A_kind_has_one_default_which_outlives_a_restart()
    {
        var project = await ProjectAsync();
        var first = await AddAsync(project, "workspace", "a");
        var second = await AddAsync(project, "workspace", "b");
        var table = await AddAsync(project, "table", "a");
        foreach (var id in new[] { first.Id, second.Id, table.Id })
            Assert.True((await Views.SetDefaultAsync(TemporaryStore.Caller, id, true)).Value!.IsDefault);
        await _temporary.ReopenAsync();
        Assert.Equal([second.Id, table.Id], Defaults(project));
        await Views.SetDefaultAsync(TemporaryStore.Caller, second.Id, false);
        Assert.Equal([table.Id], Defaults(project));
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name_and_refuses_an_old_basis()
    {
        var view = await AddAsync(await ProjectAsync(), "report", null);
        Assert.Equal(11, view.Name.Length);
        var changed = (await Views.UpdateAsync(
            TemporaryStore.Caller, view.Id, new ViewChange { DisplayName = "Title", BasedOn = view.UpdatedAt })).Value!;
        Assert.Equal((view.Name, "Title", view.Spec), (changed.Name, changed.DisplayName, changed.Spec));
        Assert.True(changed.UpdatedAt > view.UpdatedAt);
        var late = await Views.UpdateAsync(
            TemporaryStore.Caller, view.Id, new ViewChange { Spec = "{}", BasedOn = view.UpdatedAt });
        Assert.Equal(RefusalKind.Conflict, late.Refusal!.Kind);
        Assert.Equal(view.Spec, Views.Find(TemporaryStore.Caller, view.Id)!.Spec);
    }

    [Theory]
    [InlineData("Workspace", "a", "{}", "kind")]
    [InlineData("workspace", "", "{}", "name")]
    [InlineData("workspace", "a", "[]", "spec")]
    [InlineData("workspace", "a", "{", "spec")]
    public async Task What_cannot_be_kept_is_refused_by_field(string kind, string name, string spec, string field)
    {
        var project = await ProjectAsync();
        var outcome = await Views.CreateAsync(TemporaryStore.Caller, project, new ViewStart(kind, name, null, null, spec));
        Assert.Equal(field, outcome.Refusal!.Field);
        Assert.Empty(Views.List(TemporaryStore.Caller, project.Id, null, withSpec: false));
    }

    [Fact]
    public async Task A_name_is_unique_of_its_kind_also_after_a_rename()
    {
        var project = await ProjectAsync();
        await AddAsync(project, "table", "a");
        var other = await AddAsync(project, "table", "b");
        var again = await Views.CreateAsync(TemporaryStore.Caller, project, new ViewStart("table", "a", null, null, "{}"));
        Assert.Equal(RefusalKind.Conflict, again.Refusal!.Kind);
        var renamed = await Views.UpdateAsync(TemporaryStore.Caller, other.Id, new ViewChange { Name = "a" });
        Assert.Equal(RefusalKind.Conflict, renamed.Refusal!.Kind);
        Assert.True(await Views.DeleteAsync(TemporaryStore.Caller, other.Id));
        Assert.False(await Views.DeleteAsync(TemporaryStore.Caller, other.Id));
    }

    private long[] Defaults(Project project) =>
        [.. Views.List(TemporaryStore.Caller, project.Id, null, withSpec: false).Where(view => view.IsDefault).Select(view => view.Id).Order()];

    private async Task<Project> ProjectAsync() =>
        (await _temporary.Store.Projects.OpenAsync(TemporaryStore.Caller, "local", "p", null)).Value!.Project;

    private async Task<SavedView> AddAsync(Project project, string kind, string? name) =>
        (await Views.CreateAsync(TemporaryStore.Caller, project, new ViewStart(kind, name, null, null, """{"panels":[1]}"""))).Value!;
}
