using IncidentMesh.Sensors;
using IncidentMesh.Testing;

namespace IncidentMesh.Fuzz.Tests.Inputs;

/// <summary>Bodies that sensors really send: the repository's samples, whole where they are small, else a few of their events.</summary>
internal static class Samples
{
    private const int LargestBody = 20_000;

    /// <summary>Whole bodies, and lines of several events.</summary>
    public static byte[][] Bodies { get; } =
    [
        .. Files().Select(body => body.Length <= LargestBody ? body : [.. Events(body).Take(5).SelectMany(one => (byte[])[.. one, (byte)'\n'])]),
        .. Envelopes.All,
    ];

    /// <summary>Single events.</summary>
    public static byte[][] SingleEvents { get; } = [.. Files().SelectMany(body => Events(body).Take(30)), .. Envelopes.All];

    private static IEnumerable<byte[]> Files() =>
        Directory.EnumerateFiles(RepositoryFolder.Of("samples"), "*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith("json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes);

    private static IEnumerable<byte[]> Events(byte[] body) =>
        EventSplitter.Split(body, SplitLimits.Default).Events.Select(range => body[range]);
}
