using System.Runtime.InteropServices;

namespace Cairn.Storage.Blobs;

/// <summary>Makes a rename durable: on POSIX systems the directory itself has to be flushed.</summary>
internal static partial class DirectorySync
{
    private const int ReadOnly = 0;

    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
            return; // NTFS journals the rename; there is no handle to flush.
        var descriptor = Open(directory, ReadOnly);
        if (descriptor < 0)
            throw new IOException($"Can't open {directory} to flush it (errno {Marshal.GetLastPInvokeError()}).");
        var result = Fsync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0)
            throw new IOException($"Flushing {directory} to disk failed (errno {error}).");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
