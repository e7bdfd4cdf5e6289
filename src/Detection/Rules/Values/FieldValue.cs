namespace IncidentMesh.Detection.Rules.Values;

/// <summary>
/// A field's value in one event. A struct that points into memory of the event's reader: valid until the reader goes on
/// to the next event.
/// </summary>
public readonly struct FieldValue
{
    private readonly UInt128 _bits;
    private readonly FieldValue[]? _items;

    private FieldValue(FieldValueKind kind, UInt128 bits, ReadOnlyMemory<byte> utf8 = default, FieldValue[]? items = null)
    {
        Kind = kind;
        _bits = bits;
        Utf8 = utf8;
        _items = items;
    }

    /// <summary>No value.</summary>
    public static FieldValue Missing => default;

    /// <summary>What it holds.</summary>
    public FieldValueKind Kind { get; }

    /// <summary>Whether there is no value.</summary>
    public bool IsMissing => Kind == FieldValueKind.Missing;

    /// <summary>The text or bytes; empty for every other kind.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>The number of kind <see cref="FieldValueKind.SignedNumber"/>.</summary>
    public long SignedNumber => (long)(ulong)_bits;

    /// <summary>The number of kind <see cref="FieldValueKind.UnsignedNumber"/>.</summary>
    public ulong UnsignedNumber => (ulong)_bits;

    /// <summary>The number of kind <see cref="FieldValueKind.RealNumber"/>.</summary>
    public double RealNumber => BitConverter.UInt64BitsToDouble((ulong)_bits);

    /// <summary>The address of kind <see cref="FieldValueKind.Ip"/>.</summary>
    public IpValue Ip => new(_bits, _items is not null);

    /// <summary>The values of kind <see cref="FieldValueKind.List"/>, none of which is missing.</summary>
    public ReadOnlySpan<FieldValue> Items => Kind == FieldValueKind.List ? _items.AsSpan(0, (int)(uint)_bits) : [];

    /// <summary>Text or bytes.</summary>
    public static FieldValue Of(ReadOnlyMemory<byte> utf8) => new(FieldValueKind.Utf8, 0, utf8);

    /// <summary>A signed number.</summary>
    public static FieldValue Of(long number) => new(FieldValueKind.SignedNumber, (ulong)number);

    /// <summary>An unsigned number.</summary>
    public static FieldValue Of(ulong number) => new(FieldValueKind.UnsignedNumber, number);

    /// <summary>A floating point number.</summary>
    public static FieldValue Of(double number) => new(FieldValueKind.RealNumber, BitConverter.DoubleToUInt64Bits(number));

    /// <summary>A boolean.</summary>
    public static FieldValue Of(bool value) => Of(value ? 1L : 0L);

    /// <summary>An address.</summary>
    public static FieldValue Of(IpValue address) => new(FieldValueKind.Ip, address.Bits, items: address.IsV6 ? V6Mark : null);

    /// <summary>The first values of an array; missing where there are none, as in Falco.</summary>
    public static FieldValue Of(FieldValue[] items, int count) =>
        count == 0 ? Missing : new(FieldValueKind.List, (uint)count, items: items);

    private static readonly FieldValue[] V6Mark = [];
}
