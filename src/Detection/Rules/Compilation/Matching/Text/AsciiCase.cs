namespace IncidentMesh.Detection.Rules.Compilation.Matching.Text;

/// <summary>Case of ASCII letters in UTF-8; every other byte stands for itself, as in the C locale.</summary>
internal static class AsciiCase
{
    public static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;

    public static byte Upper(byte value) => value is >= (byte)'a' and <= (byte)'z' ? (byte)(value & ~0x20) : value;

    public static byte[] Lower(ReadOnlySpan<byte> text)
    {
        var lower = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
            lower[i] = Lower(text[i]);
        return lower;
    }

    /// <summary>Whether the text, put in lower case, begins with another that is in lower case already.</summary>
    public static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length < lower.Length)
            return false;
        for (var i = 0; i < lower.Length; i++)
        {
            if (Lower(text[i]) != lower[i])
                return false;
        }

        return true;
    }
}
