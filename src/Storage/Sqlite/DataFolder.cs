using System.Globalization;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Storage.Sqlite;

/// <summary>
/// The folder that one process has to itself. The lock is the operating system's, on an open file: it goes with the
/// process, however that ends.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    public const UnixFileMode FileAccessMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderAccessMode = FileAccessMode | UnixFileMode.UserExecute;
    private const string LockName = "store.lock";

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
        if (isOurs && (File.GetUnixFileMode(path) & ~FolderAccessMode) != UnixFileMode.None)
        {
            try
            {
                File.SetUnixFileMode(path, FolderAccessMode);
            }
            catch (UnauthorizedAccessException)
            {
                // A mounted volume that belongs to root: IsOpenToOthers tells, and the files themselves are private.
            }
        }
    }

    private static FileStream Lock(string path)
    {
        var file = System.IO.Path.Combine(path, LockName);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileAccessMode;
        }

        FileStream stream;
        try
        {
            stream = new FileStream(file, options);
        }
        catch (IOException failure) when (File.Exists(file))
        {
            throw new StoreUnavailableException(
                $"Storage:Directory {path} is in use by another process{Holder(file)}. Stop that one, or choose another folder.",
                failure);
        }

        stream.SetLength(0);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        stream.Flush();
        return stream;
    }

    private static string Holder(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            return int.TryParse(reader.ReadToEnd(), CultureInfo.InvariantCulture, out var id) ? $" (pid {id})" : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
