using IncidentMesh.Detection.Rules.Compilation.Matching.Numbers;
using IncidentMesh.Detection.Rules.Compilation.Matching.Patterns;
using IncidentMesh.Detection.Rules.Compilation.Matching.Text;
using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Predicates;

/// <summary>Compares two values of the event that have one type. False where either is missing.</summary>
internal sealed class FieldComparisonPredicate(
    ValueSource left, ComparisonOperator comparison, ValueSource right, FieldType type) : Predicate
{
    public override bool Holds(EventContext context)
    {
        var one = left.Get(context);
        if (one.IsMissing)
            return false;
        var other = right.Get(context);
        return !other.IsMissing && (one.Kind == FieldValueKind.List || other.Kind == FieldValueKind.List
            ? HoldsForLists(one, other)
            : HoldsForOne(one, other));
    }

    private bool HoldsForLists(in FieldValue one, in FieldValue other)
    {
        var all = comparison == ComparisonOperator.In;
        foreach (ref readonly var item in one.Items)
        {
            if (IsAmong(item, other.Items) != all)
                return !all;
        }

        return all;
    }

    private bool IsAmong(in FieldValue item, ReadOnlySpan<FieldValue> others)
    {
        foreach (ref readonly var other in others)
        {
            if (AreEqual(item, other))
                return true;
        }

        return false;
    }

    private bool AreEqual(in FieldValue one, in FieldValue other) => type switch
    {
        FieldType.Text or FieldType.Bytes => one.Utf8.Span.SequenceEqual(other.Utf8.Span),
        FieldType.IpAddress => one.Ip == other.Ip,
        _ => NumberTest.Compare(one, other) == 0,
    };

    private bool HoldsForOne(in FieldValue one, in FieldValue other)
    {
        if (comparison is ComparisonOperator.In or ComparisonOperator.Intersects or ComparisonOperator.Equal)
            return AreEqual(one, other);
        if (comparison == ComparisonOperator.NotEqual)
            return !AreEqual(one, other);
        if (type is not (FieldType.Text or FieldType.Bytes))
            return Ordering.Holds(comparison, NumberTest.Compare(one, other));
        var text = one.Utf8.Span;
        var part = other.Utf8.Span;
        return comparison switch
        {
            ComparisonOperator.Contains or ComparisonOperator.ContainsBytes => text.IndexOf(part) >= 0,
            ComparisonOperator.ContainsIgnoringCase => ContainsIgnoringCase(text, part),
            ComparisonOperator.StartsWith or ComparisonOperator.StartsWithBytes => text.StartsWith(part),
            ComparisonOperator.EndsWith => text.EndsWith(part),
            ComparisonOperator.Glob => new Glob(part).Matches(text),
            ComparisonOperator.GlobIgnoringCase => new Glob(part, ignoreCase: true).Matches(text),
            _ => Ordering.Holds(comparison, text.SequenceCompareTo(part)),
        };
    }

    private static bool ContainsIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        var lower = AsciiCase.Lower(part);
        for (var start = 0; start + lower.Length <= text.Length; start++)
        {
            if (AsciiCase.StartsWith(text[start..], lower))
                return true;
        }

        return false;
    }
}
