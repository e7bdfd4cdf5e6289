using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Identity;

/// <summary>
/// The members of one object as they were read, to be written in canonical order. Sensors write few members and mostly
/// sorted; anything else goes the long way through <see cref="CanonicalJson"/>, which gives the same bytes.
/// </summary>
internal sealed class MemberList
{
    /// <summary>Up to this many are sorted by insertion; what nobody would call quick for an event of 100,000 fields.</summary>
    private const int FewEnough = 64;

    [ThreadStatic]
    private static MemberList? OfThread;

    private readonly Member[] _members = new Member[FewEnough];
    private int _count;
    private bool _simple;

    /// <summary>This thread's list.</summary>
    public static MemberList Instance => OfThread ??= new MemberList();

    public void Clear()
    {
        _count = 0;
        _simple = true;
    }

    public void Add(JsonSlice name, JsonSlice value)
    {
        _simple &= !name.Escaped && _count < FewEnough;
        if (_simple)
            _members[_count++] = new Member(name, value);
    }

    /// <param name="buffer">Where to.</param>
    /// <param name="json">The event.</param>
    /// <param name="whole">The object that the members are of.</param>
    public void Write(CanonicalBuffer buffer, ReadOnlySpan<byte> json, JsonSlice whole)
    {
        if (!_simple)
        {
            CanonicalJson.Write(buffer, whole.Of(json));
            return;
        }

        Sort(json);
        buffer.Byte((byte)'o');
        buffer.Int32(_count);
        foreach (ref readonly var member in _members.AsSpan(0, _count))
        {
            buffer.Text(member.Name.Of(json), escaped: false);
            buffer.Value(json, member.Value);
        }
    }

    /// <summary>Sorts, and lets the last of a repeated name win.</summary>
    private void Sort(ReadOnlySpan<byte> json)
    {
        var sorted = 0;
        for (var i = 0; i < _count; i++)
        {
            var member = _members[i];
            var name = member.Name.Of(json);
            var at = sorted;
            var order = -1;
            while (at > 0 && (order = _members[at - 1].Name.Of(json).SequenceCompareTo(name)) > 0)
                at--;

            if (at > 0 && order == 0)
            {
                _members[at - 1] = member;
                continue;
            }

            if (at < sorted)
                Array.Copy(_members, at, _members, at + 1, sorted - at);
            _members[at] = member;
            sorted++;
        }

        _count = sorted;
    }

    private readonly record struct Member(JsonSlice Name, JsonSlice Value);
}
