using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
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
    private readonly CorrelationRun? _correlations;
    private readonly List<int> _matches = [];

    /// <param name="name">Its name.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="matching">Whether to stop at the first that matches.</param>
    /// <param name="correlations">What looks over time; null where nothing does.</param>
    public RuleSubject(string name, RuleSet rules, RuleMatching matching, CorrelationRun? correlations = null)
    {
        _correlations = correlations;
        Name = name;
        _rules = rules;
        _matching = matching;
        _fields = new AuditEventFields(rules.Fields);
        _context = rules.CreateContext();
    }

    public string Name { get; }

    public static RuleSubject Load(string name, IEnumerable<RuleFile> files, RuleMatching matching, bool correlate = false)
    {
        var load = RuleLoader.Load(files);
        if (load.Compiled is not { } rules)
            throw new InvalidOperationException($"{name} do not load: {load.Errors[0]}");
        var count = load.EnabledRules.Count(rule => rule.Source == EventSources.KubernetesAudit);
        var matches = matching == RuleMatching.First ? "first match" : "all matches";
        if (!correlate)
            return new RuleSubject($"{name}, {count} audit rules, {matches}", rules, matching);
        var correlations = load.EnabledCorrelations.Count(correlation => correlation.Rule.Source == EventSources.KubernetesAudit);
        return new RuleSubject($"{name}, {count} audit rules, {matches}, and {correlations} correlations", rules, matching, new CorrelationRun(load));
    }

    public bool Take(ReadOnlyMemory<byte> json)
    {
        _matches.Clear();
        if (!_fields.TryBegin(json, default, out var error))
            throw new InvalidOperationException(error);
        _rules.Match(FieldSources.KubernetesAudit, _fields, _context, _matching, _matches);
        _correlations?.Take(FieldSources.KubernetesAudit, _context, _matches);
        return _matches.Count > 0;
    }
}
