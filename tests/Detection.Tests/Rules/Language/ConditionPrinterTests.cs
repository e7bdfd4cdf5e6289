using CsCheck;
using IncidentMesh.Detection.Rules.Language.Parsing;

namespace IncidentMesh.Detection.Tests.Rules.Language;

public sealed class ConditionPrinterTests
{
    [Fact]
    public void A_condition_that_is_printed_and_parsed_again_is_the_same() => ConditionGen.Any.Sample(condition =>
    {
        var again = ConditionParser.Parse(condition.ToString());
        Assert.True(again.Succeeded, $"{condition}: {again.Error}");
        Assert.True(ConditionShape.Same(condition, again.Condition), $"{condition} became {again.Condition}");
    });
}
