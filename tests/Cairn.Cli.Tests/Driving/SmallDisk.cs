using System.Diagnostics;

namespace Cairn.Cli.Tests.Driving;

/// <summary>A disk of a few megabytes in memory, for what happens when it is full.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    public string Entry(string name) => Path.Combine(_path, name);

    /// <summary>Null where this process may not mount one.</summary>
    public static SmallDisk? TryMount(int megabytes)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var path = Directory.CreateTempSubdirectory("cairn-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path))
            return new SmallDisk(path);
        Directory.Delete(path);
        return null;
    }

    /// <summary>Fills the disk with a file until only some bytes are left.</summary>
    public void Fill(string file, long leave)
    {
        using var stream = new FileStream(file, FileMode.Create);
        var buffer = new byte[64 << 10];
        while (new DriveInfo(_path).AvailableFreeSpace > leave + buffer.Length)
        {
            stream.Write(buffer);
            stream.Flush();
        }
    }

    public void Dispose()
    {
        Run("umount", "-l", _path);
        Directory.Delete(_path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
