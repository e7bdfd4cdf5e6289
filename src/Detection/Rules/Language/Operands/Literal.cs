using System.Text;

namespace IncidentMesh.Detection.Rules.Language.Operands;

/// <summary>
/// The value of a constant: bytes, because <c>\x80</c> in a quoted string is a byte that need not be part of any
/// character. Equal by content.
/// </summary>
public sealed class Literal : IEquatable<Literal>
{
    private readonly byte[] _bytes;

    /// <summary>The UTF-8 bytes of a text.</summary>
    public Literal(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    internal Literal(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes, mostly UTF-8.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <inheritdoc/>
    public bool Equals(Literal? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Literal);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>The value as text; bytes that are no UTF-8 are shown as replacement characters.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes);
}
