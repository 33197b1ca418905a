using System.Globalization;

namespace Cairn.Storage;

/// <summary>The one folder that holds everything, locked against a second process while it is open.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; }

    /// <summary>Makes the folder where it is missing and takes its lock.</summary>
    /// <exception cref="DataFolderInUseException">Another process has it open.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(full);
        var pidFile = System.IO.Path.Combine(full, "cairn.pid");
        FileStream held;
        try
        {
            held = new FileStream(
                System.IO.Path.Combine(full, "cairn.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not PathTooLongException)
        {
            throw new DataFolderInUseException(full, ReadPid(pidFile));
        }

        File.WriteAllText(pidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DataFolder(full, held);
    }

    /// <summary>Absolute path of an entry of the folder.</summary>
    public string Entry(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Lets the folder go.</summary>
    public void Dispose()
    {
        File.Delete(Entry("cairn.pid"));
        _lock.Dispose();
    }

    private static int? ReadPid(string file)
    {
        try
        {
            return int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            return null;
        }
    }
}
