namespace Cairn.Cli.Tests.Driving;

/// <summary>Where the program under test is.</summary>
internal static class Installation
{
    /// <summary>The built command line, of the same configuration as these tests.</summary>
    public static string Program => Existing(
        Path.Combine(
            Root, "artifacts", "bin", "Cairn.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "cairn.dll"),
        "dotnet build Cairn.slnx -c Release");

    /// <summary>The built program of another project, of the same configuration as these tests.</summary>
    public static string Built(string project) => Existing(
        Path.Combine(Root, "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, project + ".dll"),
        "dotnet build Cairn.slnx -c Release");

    /// <summary>A file of the repository.</summary>
    public static string Source(params string[] path) => Existing(Path.Combine([Root, .. path]), "Check it out again.");

    /// <summary>The folder of the sample images that come with the program.</summary>
    public static string Sample => Path.Combine(Path.GetDirectoryName(Program)!, "fashion-mnist-sample");

    /// <summary>Fails with what to do when the web pages were not built, or not copied next to the program.</summary>
    public static void RequireWeb()
    {
        const string remedy = "(cd web && npm ci && npm run build) && dotnet build Cairn.slnx -c Release";
        Existing(Path.Combine(Root, "src", "Cairn.Server", "wwwroot", "index.html"), remedy);
        Existing(Path.Combine(Path.GetDirectoryName(Program)!, "wwwroot", "index.html"), remedy);
    }

    /// <summary>The repository's folder.</summary>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Cairn.slnx")))
                    return folder.FullName;
            }

            throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Cairn.slnx.");
        }
    }

    private static string Existing(string file, string remedy) => File.Exists(file)
        ? file
        : throw new FileNotFoundException($"{file} is missing. Build it first: {remedy}", file);
}
