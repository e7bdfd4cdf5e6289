using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Storage.Sqlite;

/// <summary>
/// The folder that one process has to itself. The lock is the operating system's, on an open file: it goes with the
/// process, however that ends.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode FileAccessMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderAccessMode = FileAccessMode | UnixFileMode.UserExecute;
    private const string LockName = "store.lock";

    /// <summary>Who has the lock; a file of its own, since a locked one cannot be read.</summary>
    private const string HolderName = "store.pid";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    public string Path { get; }

    /// <summary>Whether others than the user may look into the folder; not changed where the folder is not ours to change.</summary>
    public bool IsOpenToOthers =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & ~FolderAccessMode) != UnixFileMode.None;

    /// <exception cref="StoreUnavailableException">The folder cannot be used, or another process uses it.</exception>
    public static DataFolder Acquire(string directory)
    {
        var path = System.IO.Path.GetFullPath(directory);
        try
        {
            CreatePrivately(path);
            return new DataFolder(path, Lock(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"Storage:Directory {path} cannot be used: {failure.Message}", failure);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>
    /// Sees to it that a file is there and only its owner can use it. Never opens one that is there: closing it again
    /// would set free the locks that SQLite holds on it in this process (https://www.sqlite.org/howtocorrupt.html, 2.2).
    /// </summary>
    public static void MakePrivate(string file)
    {
        if (!File.Exists(file))
        {
            OpenPrivately(file, FileShare.ReadWrite).Dispose();
        }
        else if (!OperatingSystem.IsWindows())
        {
            TryRestrict(file, FileAccessMode);
        }
    }

    private static FileStream OpenPrivately(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileAccessMode;
        }

        return new FileStream(path, options);
    }

    private static void CreatePrivately(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        var isOurs = !Directory.Exists(path)
            || File.Exists(System.IO.Path.Combine(path, LockName))
            || !Directory.EnumerateFileSystemEntries(path).Any();
        Directory.CreateDirectory(path, FolderAccessMode);
        if (isOurs)
        {
            TryRestrict(path, FolderAccessMode);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void TryRestrict(string path, UnixFileMode mode)
    {
        if ((File.GetUnixFileMode(path) & ~mode) == UnixFileMode.None)
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(path, mode);
        }
        catch (UnauthorizedAccessException)
        {
            // Not ours to change, such as a mounted volume that belongs to root: IsOpenToOthers tells.
        }
    }

    private static FileStream Lock(string path)
    {
        var file = System.IO.Path.Combine(path, LockName);
        var holder = System.IO.Path.Combine(path, HolderName);
        FileStream stream;
        try
        {
            stream = OpenPrivately(file, FileShare.None);
        }
        catch (IOException failure) when (IsLocked(failure))
        {
            throw new StoreUnavailableException(
                $"Storage:Directory {path} is in use by another process{Describe(holder)}. Stop that one, or choose another folder.",
                failure);
        }

        using var identity = OpenPrivately(holder, FileShare.ReadWrite);
        identity.SetLength(0);
        identity.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        return stream;
    }

    /// <summary>EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows. A read-only disk is something else.</summary>
    private static bool IsLocked(IOException failure) => failure.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string Describe(string holder)
    {
        try
        {
            return int.TryParse(File.ReadAllText(holder), CultureInfo.InvariantCulture, out var id) ? $" (pid {id})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
