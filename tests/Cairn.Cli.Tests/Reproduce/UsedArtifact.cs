using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace Cairn.Cli.Tests.Reproduce;

/// <summary>Logs an artifact with one file as W&amp;B's clients do, and says that a run used it.</summary>
internal static class UsedArtifact
{
    public static async Task AddAsync(string url, string project, string run, string name, string file, byte[] content)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String("api:0000000000000000000000000000000000000000"u8));
#pragma warning disable CA5351 // The protocol's digest.
        var md5 = Convert.ToBase64String(MD5.HashData(content));
#pragma warning restore CA5351
        var id = (await AskAsync(
            "mutation C($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id } } }",
            new
            {
                input = new
                {
                    entityName = "local", projectName = project, artifactTypeName = "dataset", artifactCollectionName = name,
                    digest = Convert.ToHexStringLower(content), digestAlgorithm = "MANIFEST_MD5", enableDigestDeduplication = true,
                },
            })).GetProperty("createArtifact").GetProperty("artifact").GetProperty("id").GetString()!;
        var files = (await AskAsync(
            "mutation F($layout: ArtifactStorageLayout!, $specs: [CreateArtifactFileSpecInput!]!) { createArtifactFiles(input: {artifactFiles: $specs, storageLayout: $layout}) { files { edges { node { uploadUrl } } } } }",
            new { layout = "V2", specs = new[] { new { artifactID = id, name = file, md5 } } })).GetProperty("createArtifactFiles").GetProperty("files");
        await PutAsync(files.GetProperty("edges")[0].GetProperty("node").GetProperty("uploadUrl").GetString(), content);
        var manifest = (await AskAsync(
            "mutation M($id: ID!, $project: String!) { createArtifactManifest(input: {name: \"wandb_manifest.json\", digest: \"\", artifactID: $id, entityName: \"local\", projectName: $project, runName: \"r\", type: FULL}) { artifactManifest { file { uploadUrl } } } }",
            new { id, project })).GetProperty("createArtifactManifest").GetProperty("artifactManifest").GetProperty("file");
        await PutAsync(
            manifest.GetProperty("uploadUrl").GetString(),
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                version = 1,
                storagePolicy = "wandb-storage-policy-v1",
                contents = new Dictionary<string, object> { [file] = new { digest = md5, size = content.Length, birthArtifactID = id } },
            }));
        await AskAsync("mutation C($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }", new { id });
        await AskAsync(
            "mutation U($input: UseArtifactInput!) { useArtifact(input: $input) { artifact { id } } }",
            new { input = new { entityName = "local", projectName = project, runName = run, artifactID = id } });

        async Task<JsonElement> AskAsync(string query, object variables)
        {
            using var answer = await http.PostAsJsonAsync("/graphql", new { query, variables }, TestContext.Current.CancellationToken);
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode && !json.TryGetProperty("errors", out _), json.ToString());
            return json.GetProperty("data");
        }

        async Task PutAsync(string? to, byte[] bytes)
        {
            if (to is null)
                return;
            using var answer = await http.PutAsync(to, new ByteArrayContent(bytes), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
        }
    }
}
