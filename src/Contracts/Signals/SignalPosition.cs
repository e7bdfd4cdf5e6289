namespace IncidentMesh.Contracts.Signals;

/// <summary>Where a raw event lies in its log partition: the entry's offset and the event's zero-based index in it.</summary>
[GenerateSerializer, Immutable, Alias("im.signal-position")]
public readonly record struct SignalPosition([property: Id(0)] long Offset, [property: Id(1)] int Index) : IComparable<SignalPosition>
{
    public int CompareTo(SignalPosition other) =>
        Offset != other.Offset ? Offset.CompareTo(other.Offset) : Index.CompareTo(other.Index);

    public static bool operator <(SignalPosition left, SignalPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(SignalPosition left, SignalPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(SignalPosition left, SignalPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SignalPosition left, SignalPosition right) => left.CompareTo(right) >= 0;
}
