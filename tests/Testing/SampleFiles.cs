using System.IO.Compression;

namespace IncidentMesh.Testing;

/// <summary>The repository's <c>samples</c>.</summary>
public static class SampleFiles
{
    /// <returns>Full path of a sample, such as <c>falco/web-shop.ndjson</c>.</returns>
    /// <exception cref="FileNotFoundException">There is none of this name.</exception>
    public static string Path(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "IncidentMesh.sln")))
                continue;

            var path = System.IO.Path.Combine(folder.FullName, "samples", name);
            return File.Exists(path) ? path : throw new FileNotFoundException($"There is no sample '{name}'.", path);
        }

        throw new FileNotFoundException("The tests do not run within a checkout.", name);
    }

    /// <returns>A sample's bytes, decompressed where its name ends with <c>.gz</c>.</returns>
    public static byte[] Read(string name)
    {
        var bytes = File.ReadAllBytes(Path(name));
        if (!name.EndsWith(".gz", StringComparison.Ordinal))
            return bytes;

        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
