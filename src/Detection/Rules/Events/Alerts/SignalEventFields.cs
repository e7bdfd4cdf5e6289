using System.Collections.Immutable;
using System.Text;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Json;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Events.Alerts;

/// <summary>
/// A signal as rules see it: its <see cref="Signal.Facts"/>, which sensors other than Falco fill in by Falco's names. Kept for
/// many events; not thread-safe: one for each thread.
/// </summary>
public sealed class SignalEventFields : IEventFields, IFacts
{
    private readonly Utf8Arena _arena = new();
    private readonly FactReader[] _readers;
    private readonly TimeForm[] _timeForms;
    private Signal? _signal;

    /// <summary>A reader of the fields of one rule set.</summary>
    /// <param name="fields">The set's <see cref="RuleSet.Fields"/>.</param>
    public SignalEventFields(ImmutableArray<FieldReference> fields)
    {
        _readers = [.. fields.Select(field => new FactReader(field))];
        _timeForms = [.. fields.Select(field => EventTimes.FormOf(field.Field.Name))];
    }

    /// <summary>Goes on to another event.</summary>
    public void Begin(Signal signal)
    {
        _signal = signal;
        _arena.Clear();
    }

    /// <inheritdoc/>
    public FieldValue Read(int slot) => _timeForms[slot] is not TimeForm.None and var form
        ? EventTimes.Read(form, EventTimes.NanosecondsOf(_signal!.Time), _arena)
        : _readers[slot].Read(this);

    /// <inheritdoc/>
    ReadOnlyMemory<byte>? IFacts.Find(FactName name)
    {
        if (!_signal!.Facts.TryGetValue(name.Text, out var text))
            return null;
        var rented = _arena.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        return _arena.Keep(rented, Encoding.UTF8.GetBytes(text, rented.Span));
    }
}
