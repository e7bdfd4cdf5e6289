using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Events.Audit;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Benchmarks.Rules.Subjects;

/// <summary>A set of rules, from the event's bytes to the rules that it fires.</summary>
internal sealed class RuleSubject : ISubject
{
    private readonly RuleSet _rules;
    private readonly RuleMatching _matching;
    private readonly AuditEventFields _fields;
    private readonly EventContext _context;
    private readonly List<int> _matches = [];

    public RuleSubject(string name, RuleSet rules, RuleMatching matching)
    {
        Name = name;
        _rules = rules;
        _matching = matching;
        _fields = new AuditEventFields(rules.Fields);
        _context = rules.CreateContext();
    }

    public string Name { get; }

    public static RuleSubject Load(string name, IEnumerable<RuleFile> files, RuleMatching matching)
    {
        var load = RuleLoader.Load(files);
        if (load.Compiled is not { } rules)
            throw new InvalidOperationException($"{name} do not load: {load.Errors[0]}");
        var count = load.EnabledRules.Count(rule => rule.Source == EventSources.KubernetesAudit);
        return new RuleSubject($"{name}, {count} audit rules, {(matching == RuleMatching.First ? "first match" : "all matches")}", rules, matching);
    }

    public bool Take(ReadOnlyMemory<byte> json)
    {
        _matches.Clear();
        if (!_fields.TryBegin(json, default, out var error))
            throw new InvalidOperationException(error);
        _rules.Match(FieldSources.KubernetesAudit, _fields, _context, _matching, _matches);
        return _matches.Count > 0;
    }
}
