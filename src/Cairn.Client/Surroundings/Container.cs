using System.Text.Json.Nodes;

namespace Cairn.Client.Surroundings;

/// <summary>The container that the program runs in, as far as it can be seen from inside.</summary>
internal static class Container
{
    /// <summary>Names the image where whoever starts the container says it; only Podman does so by itself.</summary>
    public const string ImageVariable = "CAIRN_CONTAINER_IMAGE";

    private const string Podman = "/run/.containerenv", Docker = "/.dockerenv";

    /// <summary>Engine and image; null outside a container.</summary>
    public static JsonObject? Take() => Take(
        Environment.GetEnvironmentVariable(ImageVariable),
        File.Exists(Podman) ? Read(Podman) : null,
        File.Exists(Docker),
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 });

    /// <summary>As <see cref="Take()"/>, from what was seen.</summary>
    public static JsonObject? Take(string? image, string? podman, bool docker, bool kubernetes)
    {
        var engine = kubernetes ? "kubernetes" : podman is not null ? "podman" : docker ? "docker" : null;
        if (string.IsNullOrEmpty(image))
            image = podman?.Split('\n').FirstOrDefault(line => line.StartsWith("image=", StringComparison.Ordinal))?[6..].Trim('"', '\r');
        if (engine is null && string.IsNullOrEmpty(image))
            return null;
        var json = new JsonObject();
        if (engine is not null)
            json["engine"] = engine;
        if (!string.IsNullOrEmpty(image))
            json["image"] = image;
        return json;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
