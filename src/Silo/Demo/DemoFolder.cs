namespace IncidentMesh.Silo.Demo;

/// <summary>
/// The data folder of one run of the demo: new, so that each run tells the same story, and gone with it, so that nothing
/// made up stays beside what is real.
/// </summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("incidentmesh-demo-");

    public string Path => _folder.FullName;

    /// <returns>Why the demo must not play into a folder that somebody named, for people; null where it may.</returns>
    public static string? Refusal(DirectoryInfo named) =>
        named.Exists && named.EnumerateFileSystemInfos().Any()
            ? $"{named.FullName} is not empty, and the demo plays into no data that is there: leave --data out, or name an empty folder."
            : null;

    public void Dispose()
    {
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The demo's folder {Path} could not be removed: {left.Message}");
        }
    }
}
