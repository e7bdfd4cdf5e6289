namespace IncidentMesh.Contracts.Response.Evidence;

/// <summary>Bounds of one plan's evidence, so that it fits into one commit of the ledger with all that is said of it.</summary>
public static class EvidenceLimits
{
    public const int MostPods = 20;

    public const int MostFiles = 60;

    /// <summary>Bytes of all files, compressed (1.5 MiB).</summary>
    public const int MostBytes = 1536 * 1024;

    /// <summary>Bytes of one file, compressed: a row of the ledger.</summary>
    public const int MostBytesOfFile = 800 * 1024;

    /// <summary>Bytes of one file as it is (2 MiB).</summary>
    public const int LongestFile = 2 * 1024 * 1024;
}
