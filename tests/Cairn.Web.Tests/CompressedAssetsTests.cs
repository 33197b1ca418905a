using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace Cairn.Web.Tests;

public sealed partial class CompressedAssetsTests
{
    private const int FirstScreen = 200_000;
    private const int Hang = 120_000;

    [Fact(Timeout = Hang)]
    public async Task Built_files_travel_gzipped_to_those_who_take_it_and_are_the_same_for_all()
    {
        Installation.RequireWeb();
        using var data = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(data.Path);
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
        var page = await http.GetStringAsync(server.Url, TestContext.Current.CancellationToken);
        var files = Built().Matches(page).Select(match => match.Value).Distinct().ToArray();
        var script = 0;
        Assert.NotEmpty(files);

        foreach (var file in files)
        {
            var (plain, _, _) = await GetAsync(file, "identity");
            var (packed, encoding, type) = await GetAsync(file, "gzip, deflate");
            Assert.Equal(file.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript" : "text/css", type);
            script += file.EndsWith(".js", StringComparison.Ordinal) ? packed.Length : 0;
            if (encoding is null)
            {
                Assert.True(plain.Length < 1024, $"{file} of {plain.Length} bytes is not compressed.");
                continue;
            }

            Assert.Equal("gzip", encoding);
            Assert.True(packed.Length < plain.Length);
            Assert.Equal(plain, await UnpackAsync(packed));
            var (refused, none, _) = await GetAsync(file, "gzip;q=0");
            Assert.Null(none);
            Assert.Equal(plain, refused);
        }

        Assert.InRange(script, 1, FirstScreen);

        async Task<(byte[] Bytes, string? Encoding, string? Type)> GetAsync(string file, string accepted)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, server.Url + file);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            return (bytes, response.Content.Headers.ContentEncoding.FirstOrDefault(), response.Content.Headers.ContentType?.MediaType);
        }
    }

    private static async Task<byte[]> UnpackAsync(byte[] packed)
    {
        using var source = new MemoryStream(packed);
        await using var gzip = new GZipStream(source, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await gzip.CopyToAsync(plain, TestContext.Current.CancellationToken);
        return plain.ToArray();
    }

    [GeneratedRegex(@"/assets/[\w.-]+\.(js|css)")]
    private static partial Regex Built();
}
