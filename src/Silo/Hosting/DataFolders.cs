namespace IncidentMesh.Silo.Hosting;

/// <summary>Where durable data lies.</summary>
internal static class DataFolders
{
    public const string AdminTokenFile = "admin.token";

    public static string Default { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "incidentmesh");
}
