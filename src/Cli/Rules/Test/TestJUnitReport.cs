using System.Globalization;
using System.Xml.Linq;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Rules.Testing;

namespace IncidentMesh.Cli.Rules.Test;

/// <summary>A test case for each case of a rule, and one for each that is missing, as CI systems read it.</summary>
internal static class TestJUnitReport
{
    private const string Missing = "has events that fire it and events that do not";

    public static string Of(IReadOnlyList<RuleTest> tests, IReadOnlyList<RuleTestFailure> failures)
    {
        var failed = failures.ToLookup(failure => (failure.Rule, failure.Case));
        var cases = tests.Select(test => Case(test.Item.Name, test.Name, failed[(test.Item.Name, test.Name)]))
            .Concat(failures.Where(failure => failure.Case.Length == 0).Select(failure => Case(failure.Rule, Missing, [failure])));
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", "incidentmesh rules test"),
            new XAttribute("tests", (tests.Count + failures.Count(failure => failure.Case.Length == 0)).ToString(CultureInfo.InvariantCulture)),
            new XAttribute("failures", failures.Count.ToString(CultureInfo.InvariantCulture)),
            cases);
        return new XElement("testsuites", suite).ToString();
    }

    private static XElement Case(string rule, string name, IEnumerable<RuleTestFailure> failures) => new(
        "testcase",
        new XAttribute("classname", PlainText.Of(rule, 4_000)),
        new XAttribute("name", PlainText.Of(name, 4_000)),
        failures.Select(failure => new XElement(
            "failure",
            new XAttribute("message", PlainText.Of($"expected: {failure.Expected}, actual: {failure.Actual}", 4_000)),
            PlainText.Of(failure.Place.ToString(), 4_000))));
}
