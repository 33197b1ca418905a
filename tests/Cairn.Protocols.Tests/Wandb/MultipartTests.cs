using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cairn.Core.Artifacts;

namespace Cairn.Protocols.Tests.Wandb;

/// <summary>Contents that come in parts, as the Go core sends files of 2 GiB and more; here they are small.</summary>
public sealed class MultipartTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Files =
        """
        mutation CreateArtifactFiles($artifactFiles: [CreateArtifactFileSpecInput!]!, $storageLayout: ArtifactStorageLayout!) {
          createArtifactFiles(input: {artifactFiles: $artifactFiles, storageLayout: $storageLayout}) {
            files { edges { node { name displayName storagePath uploadUrl uploadHeaders
              uploadMultipartUrls { uploadID uploadUrlParts { partNumber uploadUrl } } artifact { id } } } }
          }
        }
        """;

    private const string Complete =
        """
        mutation CompleteMultipartUploadArtifact($completeMultipartAction: CompleteMultipartAction!, $completedParts: [UploadPartsInput!]!,
            $artifactID: ID!, $storagePath: String!, $uploadID: String!) {
          completeMultipartUploadArtifact(input: {completeMultipartAction: $completeMultipartAction, completedParts: $completedParts,
              artifactID: $artifactID, storagePath: $storagePath, uploadID: $uploadID}) { digest }
        }
        """;

    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task Parts_in_any_order_and_sent_twice_become_one_content()
    {
        byte[][] parts = [Bytes("one"), Bytes("two"), Bytes("three")];
        var (artifact, file) = await BeginAsync(parts);
        Assert.NotEqual(JsonValueKind.Null, file.GetProperty("uploadUrl").ValueKind);
        foreach (var i in new[] { 2, 0, 1, 0 })
            await PutPartAsync(file, i, parts[i]);

        var (status, done) = await CompleteAsync(artifact, file, parts);
        Assert.Equal(HttpStatusCode.OK, status);
        byte[] whole = [.. parts.SelectMany(part => part)];
        var md5 = MD5.HashData(whole);
        Assert.Equal(Convert.ToBase64String(md5), Digest(done));
        Assert.Equal(whole, await server.Http.GetByteArrayAsync(
            $"/artifactsV2/default/local/p/data//{Convert.ToHexStringLower(md5)}/x.bin", TestContext.Current.CancellationToken));

        // A client that lost the answer asks again, and one with the same file has nothing to send.
        Assert.Equal(Digest(done), Digest((await CompleteAsync(artifact, file, parts)).Json));
        var (_, known) = await BeginAsync(parts);
        Assert.Equal(JsonValueKind.Null, known.GetProperty("uploadUrl").ValueKind);
        Assert.Equal(JsonValueKind.Null, known.GetProperty("uploadMultipartUrls").ValueKind);
        await PutPartAsync(file, 1, parts[1]);

        // The first part came twice, so its sender may still count on it: it goes later.
        Assert.True(HasBlob(whole));
        Assert.DoesNotContain(parts[1..], HasBlob);
    }

    [Fact]
    public async Task An_upload_goes_on_after_a_restart_and_another_client()
    {
        byte[][] parts = [Bytes("first"), Bytes("second")];
        var (_, file) = await BeginAsync(parts);
        await PutPartAsync(file, 0, parts[0]);
        await server.RestartAsync();

        var (artifact, again) = await BeginAsync(parts);
        Assert.Equal(UploadId(file), UploadId(again));
        await PutPartAsync(again, 1, parts[1]);
        Assert.Equal(HttpStatusCode.OK, (await CompleteAsync(artifact, again, parts)).Status);
    }

    [Fact]
    public async Task A_part_of_other_bytes_is_refused_and_a_missing_one_named()
    {
        byte[][] parts = [Bytes("here"), Bytes("missing")];
        var (artifact, file) = await BeginAsync(parts);
        await PutPartAsync(file, 0, parts[0]);
        var wrong = Bytes("other");
        using (var refused = await server.Http.PutAsync(PartUrl(file, 1), new ByteArrayContent(wrong), TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains(Hex(parts[1]), await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.False(HasBlob(wrong));
        await AssertRefusedAsync(CompleteAsync(artifact, file, parts), HttpStatusCode.BadRequest, "Part 2 has not come");
        await PutPartAsync(file, 1, parts[1]);
        await AssertRefusedAsync(CompleteAsync(artifact, file, [parts[0]]), HttpStatusCode.BadRequest, "Part 2 is not named");
        await AssertRefusedAsync(CompleteAsync(artifact, file, [parts[0], wrong]), HttpStatusCode.BadRequest, "Part 2 is told as");
        Assert.Equal(HttpStatusCode.OK, (await CompleteAsync(artifact, file, parts)).Status);
    }

    [Fact]
    public async Task An_upload_that_is_not_there_or_of_another_content_is_not_found()
    {
        byte[][] parts = [Bytes("a"), Bytes("b")];
        var (artifact, file) = await BeginAsync(parts);
        await AssertRefusedAsync(CompleteAsync(artifact, file, parts, uploadId: "0123"), HttpStatusCode.NotFound, "0123");
        await AssertRefusedAsync(CompleteAsync(artifact, file, parts, path: "wandb_artifacts/" + Hex(Bytes("c"))), HttpStatusCode.NotFound, UploadId(file));
        await AssertRefusedAsync(CompleteAsync("QXJ0aWZhY3Q6OTk5OTk5", file, parts), HttpStatusCode.NotFound, "QXJ0aWZhY3Q6OTk5OTk5");
        await AssertRefusedAsync(CompleteAsync(artifact, file, parts, action: "Abort"), HttpStatusCode.BadRequest, "Abort");
        Assert.Equal(HttpStatusCode.Forbidden, await _wire.PutAsync($"/wandb-storage/parts/{UploadId(file)}/1", parts[0]));
    }

    [Fact]
    public async Task Parts_that_do_not_make_the_announced_whole_are_refused()
    {
        byte[][] parts = [Bytes("x"), Bytes("y")];
        var (artifact, file) = await BeginAsync(parts, whole: Bytes("z"));
        await PutPartAsync(file, 0, parts[0]);
        await PutPartAsync(file, 1, parts[1]);
        await AssertRefusedAsync(CompleteAsync(artifact, file, parts), HttpStatusCode.BadRequest, "another digest");
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public async Task Part_numbers_go_from_one_without_a_gap(int first, int second)
    {
        var artifact = await ArtifactAsync();
        var part = Hex(Bytes("p"));
        var (status, json) = await _wire.PostAsync(Files, new
        {
            storageLayout = "V2",
            artifactFiles = new[]
            {
                new
                {
                    artifactID = artifact, name = "x.bin", md5 = Convert.ToBase64String(MD5.HashData(Bytes("whole"))),
                    uploadPartsInput = new[] { new { partNumber = first, hexMD5 = part }, new { partNumber = second, hexMD5 = part } },
                },
            },
        });
        await AssertRefusedAsync(Task.FromResult((status, json)), HttpStatusCode.BadRequest, "missing or comes twice");
    }

    [Fact]
    public async Task An_upload_that_nobody_goes_on_with_is_forgotten_with_its_parts()
    {
        byte[][] parts = [Bytes("left"), Bytes("never")];
        var (artifact, file) = await BeginAsync(parts);
        await PutPartAsync(file, 0, parts[0]);
        await server.Store.ArtifactUploads.ClearAsync(ArtifactUploadStore.Lifetime, TestContext.Current.CancellationToken);
        Assert.True(HasBlob(parts[0]));
        await server.Store.ArtifactUploads.ClearAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        Assert.False(HasBlob(parts[0]));
        await AssertRefusedAsync(CompleteAsync(artifact, file, parts), HttpStatusCode.NotFound, UploadId(file));
    }

    [Fact]
    public async Task The_client_is_told_that_uploads_in_parts_are_there()
    {
        var data = await _wire.DataAsync("query I($typeName: String!) { TypeInfo: __type(name: $typeName) { inputFields { name } } }", new { typeName = "CreateArtifactFileSpecInput" });
        Assert.Contains("uploadPartsInput", data.GetProperty("TypeInfo").GetProperty("inputFields").EnumerateArray().Select(field => field.GetProperty("name").GetString()));
        data = await _wire.DataAsync("query T { TypeInfo: __type(name: \"Mutation\") { fields { name } } }");
        Assert.Contains("completeMultipartUploadArtifact", data.GetProperty("TypeInfo").GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("name").GetString()));
    }

    // Other bytes for every test, since contents are shared by all of them.
    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes($"{text}-{Guid.NewGuid():n}");

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    private static string UploadId(JsonElement file) => file.GetProperty("uploadMultipartUrls").GetProperty("uploadID").GetString()!;

    private static string PartUrl(JsonElement file, int index) =>
        file.GetProperty("uploadMultipartUrls").GetProperty("uploadUrlParts")[index].GetProperty("uploadUrl").GetString()!;

    private static string Digest(JsonElement json) =>
        json.GetProperty("data").GetProperty("completeMultipartUploadArtifact").GetProperty("digest").GetString()!;

    private static async Task AssertRefusedAsync(Task<(HttpStatusCode Status, JsonElement Json)> call, HttpStatusCode status, string words)
    {
        var answer = await call;
        Assert.Equal(status, answer.Status);
        Assert.Contains(words, answer.Json.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private bool HasBlob(byte[] bytes) => File.Exists(server.Store.Blobs.PathOf(Convert.ToHexStringLower(SHA256.HashData(bytes))));

    private async Task<string> ArtifactAsync() => (await _wire.DataAsync(
        "mutation C($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id } } }",
        new
        {
            input = new
            {
                entityName = "local", projectName = WandbWire.NewProject(), artifactTypeName = "dataset", artifactCollectionName = "data",
                digest = "d", digestAlgorithm = "MANIFEST_MD5",
            },
        })).GetProperty("createArtifact").GetProperty("artifact").GetProperty("id").GetString()!;

    private async Task<(string Artifact, JsonElement File)> BeginAsync(byte[][] parts, byte[]? whole = null)
    {
        var artifact = await ArtifactAsync();
        var data = await _wire.DataAsync(Files, new
        {
            storageLayout = "V2",
            artifactFiles = new[]
            {
                new
                {
                    artifactID = artifact,
                    name = "x.bin",
                    md5 = Convert.ToBase64String(MD5.HashData(whole ?? [.. parts.SelectMany(part => part)])),
                    uploadPartsInput = parts.Select((part, index) => new { partNumber = index + 1, hexMD5 = Hex(part) }),
                },
            },
        });
        return (artifact, data.GetProperty("createArtifactFiles").GetProperty("files").GetProperty("edges")[0].GetProperty("node"));
    }

    private async Task PutPartAsync(JsonElement file, int index, byte[] bytes)
    {
        Assert.Equal(index + 1, file.GetProperty("uploadMultipartUrls").GetProperty("uploadUrlParts")[index].GetProperty("partNumber").GetInt64());
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentMD5 = MD5.HashData(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await server.Http.PutAsync(PartUrl(file, index), content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"\"{Hex(bytes)}\"", response.Headers.ETag!.Tag);
    }

    // The tags go back as they came, in quotes.
    private Task<(HttpStatusCode Status, JsonElement Json)> CompleteAsync(
        string artifact, JsonElement file, byte[][] parts, string? uploadId = null, string? path = null, string action = "Complete") =>
        _wire.PostAsync(Complete, new
        {
            completeMultipartAction = action,
            completedParts = parts.Select((part, index) => new { partNumber = index + 1, hexMD5 = $"\"{Hex(part)}\"" }),
            artifactID = artifact,
            storagePath = path ?? file.GetProperty("storagePath").GetString(),
            uploadID = uploadId ?? UploadId(file),
        });
}
