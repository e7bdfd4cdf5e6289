using System.Buffers;
using System.Text.Json;

namespace IncidentMesh.Kubernetes.Resources.Tables;

/// <summary>
/// Takes facts from objects, keeps once what many objects share, and keeps to a budget. Not safe for concurrent use.
/// </summary>
/// <param name="annotations">Annotations to keep.</param>
/// <param name="budget">Bytes for all facts of a cluster: beyond it, objects are known without theirs.</param>
internal sealed class FactsPool(KeptAnnotations annotations, long budget)
{
    private readonly FieldProjection _projection = new(annotations);
    private readonly Dictionary<byte[], Use> _shared = new(ContentComparer.Instance);

    /// <summary>Bytes of all facts.</summary>
    public long Bytes { get; private set; }

    /// <summary>Objects that are known without their facts, because the budget is spent.</summary>
    public int LeftOut { get; private set; }

    /// <exception cref="JsonException">The object is no JSON.</exception>
    public Facts Take(ResourceKind kind, in ReadOnlySequence<byte> json)
    {
        var whole = _projection.Of(json, kind.Kept);
        var kept = whole ?? _projection.Of(json, ResourceKind.Least) ?? default;
        if (Bytes + kept.Length > budget)
        {
            LeftOut++;
            return Facts.None;
        }

        if (kind.Own is not { } own)
        {
            Bytes += kept.Length;
            return new Facts(kept.ToArray(), [], whole is null);
        }

        var shared = Share(kept.Span);
        var apart = _projection.Of(json, own)?.ToArray() ?? [];
        Bytes += apart.Length;
        return new Facts(shared, apart, whole is null);
    }

    /// <summary>An object is gone, or known otherwise from now on.</summary>
    public void Release(ResourceKind kind, Facts facts)
    {
        if (facts.Shared.Length == 0)
        {
            LeftOut--;
            return;
        }

        Bytes -= facts.Own.Length;
        if (kind.Own is not null)
        {
            var use = _shared[facts.Shared];
            if (--use.Users > 0)
                return;
            _shared.Remove(facts.Shared);
        }

        Bytes -= facts.Shared.Length;
    }

    private byte[] Share(ReadOnlySpan<byte> content)
    {
        if (!_shared.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(content, out var use))
        {
            use = new Use(content.ToArray());
            _shared.Add(use.Content, use);
            Bytes += content.Length;
        }

        use.Users++;
        return use.Content;
    }

    private sealed class Use(byte[] content)
    {
        public byte[] Content => content;

        public int Users { get; set; }
    }

    private sealed class ContentComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly ContentComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => ReferenceEquals(x, y) || x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
