using IncidentMesh.Detection.Rules.Language;
using IncidentMesh.Detection.Rules.Values;

namespace IncidentMesh.Detection.Rules.Compilation.Matching;

/// <summary>As many of the tests pass as a quantifier wants; none wants an empty list.</summary>
internal sealed class QuantifiedTest(Quantifier quantifier, ValueTest[] tests) : ValueTest
{
    public override bool Passes(in FieldValue value, EventContext context)
    {
        var passed = 0;
        foreach (var test in tests)
        {
            if (test.Passes(value, context))
            {
                passed++;
                if (quantifier == Quantifier.Any)
                    return true;
                if (quantifier == Quantifier.One && passed > 1)
                    return false;
            }
            else if (quantifier == Quantifier.All)
            {
                return false;
            }
        }

        return quantifier == Quantifier.All ? tests.Length > 0 : passed == 1;
    }
}
