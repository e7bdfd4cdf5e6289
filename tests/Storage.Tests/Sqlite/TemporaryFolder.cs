namespace IncidentMesh.Storage.Tests.Sqlite;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("incidentmesh-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
