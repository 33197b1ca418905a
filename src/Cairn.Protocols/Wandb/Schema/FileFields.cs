using Cairn.Core.Access;
using Cairn.Core.Files;
using Cairn.Core.Runs;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Uploads;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>The fields of a file, and the files of runs.</summary>
internal sealed class FileFields
{
    private readonly WandbTypes _types;
    private readonly FileStore _files;
    private readonly Links _links;

    public FileFields(WandbTypes types, FileStore files, Links links)
    {
        (_types, _files, _links) = (types, files, links);
        types.File
            .Add("id", file => file.Id)
            .Add("name", file => file.Name)
            .Add("displayName", file => file.Name)
            .Add("sizeBytes", file => file.Size)
            .Add("md5", file => file.Md5)
            .Add("digest", file => file.Md5)
            .Add("mimetype", file => file.ContentType)
            .Add("updatedAt", file => Times.Iso(file.UpdatedAt))
            .Add("url", (file, args) => args.Flag("upload") == true ? file.UploadUrl : file.Url)
            .Add("directUrl", file => file.DirectUrl ?? file.Url ?? "")
            .Add("uploadUrl", file => file.UploadUrl)
            .Add("storagePath", file => file.StoragePath)
            .Add("uploadMultipartUrls", file => file.Upload is { } upload ? Parts(upload) : null)
            .Constant("uploadHeaders", Array.Empty<string>())
            .Add("artifact", file => file.ArtifactId is null ? null : GraphNode.Plain("Artifact", ("id", file.ArtifactId)));
    }

    /// <summary>Files of a run: those of the names asked for, also where there are none yet, else those of a pattern.</summary>
    public GraphNode Of(Run run, GraphArgs args)
    {
        var caller = args.Context.Caller;
        if (args.Texts("names") is { Count: > 0 } names)
        {
            var asked = names.Select(Normal).ToList();
            return Connections.Of(
                "File",
                [.. asked.Select(name => _links.File(args.Context, run, name, _files.Find(caller, run.Id, name)))],
                args,
                _types.File.Of,
                first: Connections.PageLimit);
        }

        IEnumerable<RunFile> files = _files.List(caller, run.Id);
        if (args.Filled("pattern") is { } pattern)
            files = files.Where(file => SqlPattern.Covers(pattern, file.Path));
        return Connections.Of(
            "File", [.. files], args, file => _types.File.Of(_links.File(args.Context, run, file.Path, file)), first: 50);
    }

    /// <summary>How many files a run has.</summary>
    public int Count(Caller caller, Run run) => _files.List(caller, run.Id).Count;

    private static GraphNode Parts(WandbUpload upload) => GraphNode.Plain(
        "UploadMultipartUrls",
        ("uploadID", upload.Id),
        ("uploadUrlParts", upload.Parts.Select(part => GraphNode.Plain("UploadUrlPart", ("partNumber", part.Number), ("uploadUrl", part.Url)))));

    // "./a.txt" and "a.txt" name one file.
    private static string Normal(string name) => string.Join(
        '/', name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != "."));
}
