using System.ComponentModel.DataAnnotations;

namespace IncidentMesh.Storage.Sqlite;

/// <summary>Settings of the embedded store, from the section <c>Storage</c>.</summary>
public sealed class SqliteStorageOptions
{
    public const string Section = "Storage";

    /// <summary>
    /// The data folder. One process has it to itself. Default: <c>incidentmesh</c> under the user's local application
    /// data. Must be on a local disk.
    /// </summary>
    [Required(ErrorMessage = "Storage:Directory is required: the folder for the signal log and the ledger.")]
    public string Directory { get; set; } = DefaultDirectory;

    /// <summary>Most writes that wait for the disk, in each of the two files; further ones are refused. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Storage:MaxQueuedWrites must be 1 to 1,000,000.")]
    public int MaxQueuedWrites { get; set; } = 16_384;

    /// <summary>
    /// Most bytes that wait for the disk, in each of the two files; further ones are refused. One write alone may be
    /// larger. 1 MiB to 4 GiB.
    /// </summary>
    [Range(1L << 20, 1L << 32, ErrorMessage = "Storage:MaxQueuedBytes must be 1 MiB to 4 GiB (1048576 to 4294967296).")]
    public long MaxQueuedBytes { get; set; } = 128L << 20;

    /// <summary>
    /// Largest size of the signal log's file in bytes, a bound of last resort beside retention: when it is reached,
    /// nothing is taken until something was trimmed. At least 1 MiB; null (the default) leaves it to the disk.
    /// </summary>
    [Range(1L << 20, long.MaxValue, ErrorMessage = "Storage:MaxLogBytes must be at least 1 MiB (1048576), or absent.")]
    public long? MaxLogBytes { get; set; }

    /// <summary>Most reads at once, in each of the two files. 1 to 64.</summary>
    [Range(1, 64, ErrorMessage = "Storage:MaxReaders must be 1 to 64.")]
    public int MaxReaders { get; set; } = 8;

    private static string DefaultDirectory =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } data
            ? Path.Combine(data, "incidentmesh")
            : "";
}
