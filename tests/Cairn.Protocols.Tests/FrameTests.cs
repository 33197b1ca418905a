using Cairn.Server;

namespace Cairn.Protocols.Tests;

/// <summary>Which pages other sites may put into frames.</summary>
public sealed class FrameTests
{
    [Fact]
    public async Task Only_a_panel_and_only_for_origins_that_were_named()
    {
        var folder = Directory.CreateTempSubdirectory("cairn-test-");
        try
        {
            foreach (var origins in new string[][] { [], ["https://wiki.example.org", "http://notes.local:8000"] })
            {
                await using var server = await CairnServer.StartAsync(
                    new ServerOptions { Port = 0, DataDirectory = folder.FullName, FrameOrigins = origins }, TestContext.Current.CancellationToken);
                using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
                foreach (var path in new[] { "/local/x/panel?full=loss", "/local/x", "/local/x/panel/more", "/x/panel", "/trash", "/api/v1/projects" })
                {
                    using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
                    var policy = answer.Headers.TryGetValues("Content-Security-Policy", out var policies) ? policies.Single() : null;
                    var isOpen = origins.Length > 0 && path.Contains("panel?", StringComparison.Ordinal);
                    Assert.Equal(isOpen ? "frame-ancestors 'self' https://wiki.example.org http://notes.local:8000" : null, policy);
                    Assert.Equal(isOpen ? null : "SAMEORIGIN", answer.Headers.TryGetValues("X-Frame-Options", out var options) ? options.Single() : null);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
