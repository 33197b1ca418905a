using System.Globalization;
using Cairn.Core.Access;
using Cairn.Core.Files;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Schema;

namespace Cairn.Protocols.Wandb.Uploads;

/// <summary>Where the files of runs are read and written.</summary>
internal sealed class Links(Capabilities capabilities, ProjectStore projects)
{
    /// <summary>Begins the paths of addresses that carry their own authority.</summary>
    public const string Root = "/wandb-storage";

    /// <summary>A file of a run, there or not.</summary>
    public WandbFile File(GraphContext context, Run run, string path, RunFile? file)
    {
        var storage = string.Create(CultureInfo.InvariantCulture, $"{Root}/runs/{run.Id}/{path}");
        return new WandbFile
        {
            Id = WandbId.Of("File", string.Create(CultureInfo.InvariantCulture, $"{run.Id}:{path}")),
            Name = path,
            Size = file?.Size ?? 0,
            Md5 = file?.Md5,
            ContentType = file?.ContentType,
            UpdatedAt = file?.UpdatedAt,
            Url = context.BaseUrl + Escape(PathOf(context.Caller, run, path)),
            DirectUrl = Granted(context, HttpMethod.Get, storage),
            UploadUrl = FileRules.CheckPath(path) is null ? Granted(context, HttpMethod.Put, storage) : null,
        };
    }

    /// <summary>An absolute address that allows one method on one path.</summary>
    public string Granted(GraphContext context, HttpMethod method, string path) =>
        context.BaseUrl + Escape(path) + capabilities.Grant(method.Method, path);

    private string PathOf(Caller caller, Run run, string path)
    {
        var project = projects.Find(caller, run.ProjectId)!;
        return string.Join('/', "/files", Inner(project.Team), Inner(project.Name), Inner(run.Uid), path);
    }

    // A slash within a name must not part the path.
    private static string Inner(string name) => name.Replace("/", "\0", StringComparison.Ordinal);

    private static string Escape(string path) =>
        string.Join('/', path.Split('/').Select(segment => Uri.EscapeDataString(segment).Replace("%00", "%2F", StringComparison.Ordinal)));
}
