using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Numbers;

/// <summary>The value stands in an order to a number of its own kind.</summary>
internal sealed class NumberTest(ComparisonOperator comparison, FieldValue constant) : ValueTest
{
    private readonly FieldValue _constant = constant;

    public override bool Passes(in FieldValue value, EventContext context) =>
        Ordering.Holds(comparison, Compare(value, _constant));

    /// <summary>Compares two numbers of one kind.</summary>
    internal static int Compare(in FieldValue one, in FieldValue other) => one.Kind switch
    {
        FieldValueKind.SignedNumber => one.SignedNumber.CompareTo(other.SignedNumber),
        FieldValueKind.UnsignedNumber => one.UnsignedNumber.CompareTo(other.UnsignedNumber),
        _ => one.RealNumber.CompareTo(other.RealNumber),
    };
}
