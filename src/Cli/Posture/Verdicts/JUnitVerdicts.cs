using System.Globalization;
using System.Xml.Linq;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Posture.Verdicts;

/// <summary>A test case for each pod, failed where it is refused, as CI systems read it.</summary>
internal sealed class JUnitVerdicts(CliHost host) : IVerdictPrinting
{
    private readonly List<XElement> _cases = [];
    private int _failures;

    public void Print(PodVerdict verdict)
    {
        _failures += verdict.IsAllowed ? 0 : 1;
        _cases.Add(new XElement(
            "testcase",
            new XAttribute("classname", PlainText.Of(verdict.Found.File)),
            new XAttribute("name", PlainText.Of(verdict.Subject, 1_000)),
            verdict.Violations.Select(static violation => new XElement(
                "failure",
                new XAttribute("type", violation.Check),
                new XAttribute("message", PlainText.Of(violation.Reason)),
                PlainText.Of($"{violation.Reason} ({violation.Detail})", 4_000)))));
    }

    public void End()
    {
        var suite = new XElement(
            "testsuite",
            new XAttribute("name", "incidentmesh posture check"),
            new XAttribute("tests", _cases.Count.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("failures", _failures.ToString(CultureInfo.InvariantCulture)),
            _cases);
        host.Output.WriteLine(new XElement("testsuites", suite).ToString());
        host.Output.Flush();
    }
}
