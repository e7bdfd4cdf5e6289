namespace IncidentMesh.Detection.Replicas.Snapshots;

/// <summary>
/// Goes through a comparison's state in one order, either way: each value is handed in and comes back, while writing as
/// it is, while reading as it was written. So one method of each class says what is kept of it and how that is read.
/// A field that is added later is asked for only from its <see cref="Version"/> on.
/// </summary>
/// <param name="version">Version of the snapshot that is read or written.</param>
internal abstract class StateTransfer(int version)
{
    public int Version => version;

    public abstract bool IsReading { get; }

    public abstract long Number(long value);

    public abstract double Real(double value);

    /// <summary>Texts that occur again cost little.</summary>
    public abstract string Text(string value);

    /// <summary>Reads into the given span, or writes what it holds. Zeros cost little.</summary>
    public abstract void Reals(Span<float> values);

    /// <exception cref="FormatException">What was read is out of range, here as below: the snapshot is damaged.</exception>
    public int Number(int value) => Number((long)value) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw Damaged();

    public bool Flag(bool value) => Number(value ? 1L : 0L) != 0;

    /// <param name="value">A count.</param>
    /// <param name="most">The largest that can be right.</param>
    public int Count(int value, int most) => Number((long)value) is >= 0 and var count && count <= most ? (int)count : throw Damaged();

    public DateTimeOffset Time(DateTimeOffset value) =>
        Number(value.UtcTicks) is >= 0 and var ticks && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new(ticks, TimeSpan.Zero) : throw Damaged();

    public AgeBand Band(AgeBand value) => (AgeBand)Count((int)value, (int)AgeBand.Steady);

    protected static FormatException Damaged() => new("The snapshot ends early or holds an impossible number.");
}
