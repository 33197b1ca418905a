using Cairn.Core;
using Cairn.Core.Artifacts;
using Cairn.Core.Runs;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Runs;
using Cairn.Protocols.Wandb.Schema;

namespace Cairn.Protocols.Wandb.Artifacts;

/// <summary>What logs and uses versions.</summary>
internal sealed class ArtifactMutations
{
    private readonly WandbTypes _types;
    private readonly ArtifactStore _artifacts;
    private readonly ArtifactFileStore _files;
    private readonly ArtifactUploadStore _uploads;
    private readonly ArtifactLinks _links;
    private readonly RunUpserts _upserts;
    private readonly RunStore _runs;
    private readonly ArtifactCollectionStore _collections;

    public ArtifactMutations(
        WandbTypes types, ArtifactStore artifacts, ArtifactFileStore files, ArtifactUploadStore uploads, ArtifactLinks links,
        RunUpserts upserts, RunStore runs, ArtifactCollectionStore collections)
    {
        (_types, _artifacts, _files, _uploads, _links) = (types, artifacts, files, uploads, links);
        (_upserts, _runs, _collections) = (upserts, runs, collections);
        types.Mutation
            .AddAsync("createArtifact", CreateAsync)
            .AddAsync("createArtifactType", CreateTypeAsync)
            .AddAsync("createArtifactManifest", CreateManifestAsync)
            .AddAsync("updateArtifactManifest", UpdateManifestAsync)
            .AddAsync("createArtifactFiles", CreateFilesAsync)
            .AddAsync("completeMultipartUploadArtifact", CompleteUploadAsync)
            .AddAsync("commitArtifact", CommitAsync)
            .AddAsync("useArtifact", UseAsync);
    }

    private async Task<object?> CreateAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var context = args.Context;
        if (input.Filled("storageRegion") is { } region and not "default")
            throw GraphException.Invalid($"This server has no storage region '{region}'.");
        var project = await _upserts.OpenProjectAsync(context.Caller, input, context.CancellationToken).ConfigureAwait(false);
        var lifetime = input.Whole("ttlDurationSeconds");
        var started = await _artifacts.StartAsync(
            context.Caller,
            project,
            new ArtifactStart
            {
                Type = input.Needed("artifactTypeName"),
                Collection = input.Filled("artifactCollectionName")
                    ?? (input.Texts("artifactCollectionNames") is [var first, ..] ? first : null)
                    ?? throw GraphException.Invalid("'artifactCollectionName' is missing."),
                Digest = input.Needed("digest"),
                Description = input.Filled("description"),
                Metadata = input.Json("metadata"),
                RunId = input.Filled("runName") is { } uid ? _runs.Find(context.Caller, project.Id, uid)?.Id : null,
                Step = input.Whole("historyStep"),
                TimeToLive = lifetime,
                Aliases = [.. input.Objects("aliases").Select(alias => alias.Needed("alias"))],
                Tags = [.. input.Objects("tags").Select(tag => tag.Needed("tagName"))],
                ClientId = input.Filled("clientID"),
                SequenceClientId = input.Filled("sequenceClientID"),
                Deduplicate = input.Flag("enableDigestDeduplication") ?? true,
            },
            context.CancellationToken).ConfigureAwait(false);
        return GraphNode.Plain("CreateArtifactPayload", ("artifact", _types.Artifact.Of(Done(started))));
    }

    private async Task<object?> CreateTypeAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var context = args.Context;
        var project = await _upserts.OpenProjectAsync(context.Caller, input, context.CancellationToken).ConfigureAwait(false);
        var type = Done(await _collections.OpenTypeAsync(
            context.Caller, project.Id, input.Needed("name"), input.Filled("description"), context.CancellationToken).ConfigureAwait(false));
        return GraphNode.Plain("CreateArtifactTypePayload", ("artifactType", _types.ArtifactType.Of(type)));
    }

    private async Task<object?> CreateManifestAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var manifest = await _files.StartManifestAsync(
            args.Context.Caller,
            ArtifactId(input),
            WandbId.Number("Artifact", input.Filled("baseArtifactID")),
            input.Filled("type") is null or "FULL",
            args.Context.CancellationToken).ConfigureAwait(false) ?? throw NoArtifact(input);
        return GraphNode.Plain("CreateArtifactManifestPayload", ("artifactManifest", Manifest(args.Context, manifest)));
    }

    private async Task<object?> UpdateManifestAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var id = WandbId.Number("ArtifactManifest", input.Filled("artifactManifestID"));
        var known = id is { } number ? _files.FindManifest(args.Context.Caller, number) : null;
        if (known is null)
            throw GraphException.NotFound("There is no such manifest.");

        // The base may be known only now: a new manifest of the same version takes its place.
        var based = WandbId.Number("Artifact", input.Filled("baseArtifactID")) ?? known.BaseArtifactId;
        var manifest = based == known.BaseArtifactId
            ? known
            : await _files.StartManifestAsync(
                args.Context.Caller, known.ArtifactId, based, known.IsWhole, args.Context.CancellationToken).ConfigureAwait(false)
                ?? throw GraphException.NotFound("The artifact of this manifest is gone.");
        return GraphNode.Plain("UpdateArtifactManifestPayload", ("artifactManifest", Manifest(args.Context, manifest)));
    }

    private GraphNode Manifest(GraphContext context, ArtifactManifest manifest) => GraphNode.Plain(
        "ArtifactManifest",
        ("id", WandbId.Of("ArtifactManifest", manifest.Id)),
        ("file", _types.File.Of(_links.ManifestUpload(context, manifest.Id))));

    // As many entries as were asked for, in the same order: clients match them by their place.
    private async Task<object?> CreateFilesAsync(object root, GraphArgs args)
    {
        var made = new List<WandbFile>();
        foreach (var spec in args.Object("input").Objects("artifactFiles"))
        {
            var file = _links.Upload(args.Context, ArtifactId(spec), spec.Needed("name"), spec.Needed("md5"));

            if (file.UploadUrl is not null && spec.Objects("uploadPartsInput") is { Count: > 0 } parts)
            {
                var opened = await _uploads.OpenAsync(
                    args.Context.Caller, ArtifactLinks.Hex(spec.Needed("md5"))!, [.. parts.Select(Part)], args.Context.CancellationToken).ConfigureAwait(false);
                file = _links.InParts(args.Context, file, Done(opened));
            }

            made.Add(file);
        }

        return GraphNode.Plain(
            "CreateArtifactFilesPayload", ("files", Connections.Page("File", made, 0, false, made.Count, _types.File.Of)));
    }

    private async Task<object?> CompleteUploadAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        if (input.Filled("completeMultipartAction") is { } action and not "Complete")
            throw GraphException.Invalid($"An upload can't be '{action}'; it can be completed.");
        if (_artifacts.Find(args.Context.Caller, ArtifactId(input)) is null)
            throw NoArtifact(input);
        var path = input.Needed("storagePath");
        var content = Done(await _uploads.CompleteAsync(
            args.Context.Caller,
            input.Needed("uploadID"),
            path[(path.LastIndexOf('/') + 1)..],
            [.. input.Objects("completedParts").Select(Part)],
            args.Context.CancellationToken).ConfigureAwait(false));
        return GraphNode.Plain(
            "CompleteMultipartUploadArtifactPayload", ("digest", Convert.ToBase64String(Convert.FromHexString(content.Md5))));
    }

    // What completes an upload names each part by the tag that its address answered, in quotes.
    private static ArtifactPart Part(GraphArgs input) =>
        new(input.Whole("partNumber") ?? 0, input.Needed("hexMD5").Trim('"').ToLowerInvariant());

    private async Task<object?> CommitAsync(object root, GraphArgs args)
    {
        var committed = await _artifacts.CommitAsync(
            args.Context.Caller, ArtifactId(args.Object("input")), args.Context.CancellationToken).ConfigureAwait(false);
        return GraphNode.Plain("CommitArtifactPayload", ("artifact", _types.Artifact.Of(Done(committed))));
    }

    private async Task<object?> UseAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var context = args.Context;
        var project = await _upserts.OpenProjectAsync(context.Caller, input, context.CancellationToken).ConfigureAwait(false);
        var run = _runs.Find(context.Caller, project.Id, input.Needed("runName"))
            ?? throw GraphException.NotFound($"There is no run {project.Path}/{input.Text("runName")}.");
        var used = await _artifacts.UseAsync(
            context.Caller, ArtifactId(input), run.Id, input.Filled("usedAs"), context.CancellationToken).ConfigureAwait(false);
        return GraphNode.Plain("UseArtifactPayload", ("artifact", _types.Artifact.Of(Done(used))));
    }

    private static long ArtifactId(GraphArgs input) =>
        WandbId.Number("Artifact", input.Text("artifactID"))
        ?? throw NoArtifact(input);

    private static GraphException NoArtifact(GraphArgs input) =>
        GraphException.NotFound($"There is no artifact with id '{input.Text("artifactID")}'.");

    private static T Done<T>(Outcome<T> outcome) =>
        outcome.Try(out var value, out var refusal) ? value : throw GraphException.From(refusal);
}
