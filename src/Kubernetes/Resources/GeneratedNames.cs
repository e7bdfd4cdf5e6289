using System.Text.Json;

namespace IncidentMesh.Kubernetes.Resources;

/// <summary>
/// The name that Kubernetes draws for each pod's volume with its service account's token. Cut to its beginning: nothing
/// else tells the pods of one template apart, and they share what is kept of them.
/// </summary>
internal static class GeneratedNames
{
    public const string TokenVolume = "kube-api-access";

    private const int DrawnLetters = 5;

    private static ReadOnlySpan<byte> Beginning => "kube-api-access-"u8;

    public static bool IsOne(ref Utf8JsonReader reader)
    {
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length != Beginning.Length + DrawnLetters)
            return false;
        Span<byte> copy = stackalloc byte[Beginning.Length + DrawnLetters];
        var name = copy[..reader.CopyString(copy)];
        return name.StartsWith(Beginning);
    }
}
