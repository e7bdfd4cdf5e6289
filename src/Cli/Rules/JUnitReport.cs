using System.Globalization;
using System.Xml.Linq;
using IncidentMesh.Cli.Output;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Cli.Rules;

/// <summary>A test case for each rule file, failed where the file has errors, as CI systems read it.</summary>
internal static class JUnitReport
{
    public static string Of(IReadOnlyList<RuleFile> files, RuleLoad load)
    {
        var failed = load.Errors.ToLookup(error => error.Place.File);
        var warned = load.Warnings.ToLookup(warning => warning.Place.File);
        var names = files.Select(file => file.Name).Distinct().ToList();
        var cases = names.Select(name => new XElement(
            "testcase",
            new XAttribute("classname", "rules"),
            new XAttribute("name", Clean(name)),
            failed[name].Select(error => new XElement(
                "failure", new XAttribute("type", error.Code), new XAttribute("message", Clean(error.Message)), Clean(error.ToString()))),
            warned[name].Any() ? new XElement("system-out", Clean(string.Join('\n', warned[name]))) : null));
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", "incidentmesh rules validate"),
            new XAttribute("tests", names.Count.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("failures", names.Count(name => failed[name].Any()).ToString(CultureInfo.InvariantCulture)),
            cases);
        return new XElement("testsuites", suite).ToString();
    }

    /// <summary>XML has no place for most control characters.</summary>
    private static string Clean(string text) => string.Join('\n', text.Split('\n').Select(line => PlainText.Of(line, 4_000)));
}
