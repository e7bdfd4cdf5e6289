using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Loading.Definitions;
using IncidentMesh.Detection.Rules.Loading.Reading;
using IncidentMesh.Detection.Rules.Loading.Resolution;

namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>
/// Loads Falco's rule files. Later files change what earlier ones define, and as in Falco each file has to be sound
/// together with those before it. Everything that is wrong is reported at once; one error and there are no rules.
/// </summary>
/// <remarks>Source of the semantics: falcosecurity/falco, <c>userspace/engine/rule_loader_*.cpp</c>.</remarks>
public static class RuleLoader
{
    /// <summary>Loads files, the first one first.</summary>
    public static RuleLoad Load(IEnumerable<RuleFile> files, RuleLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        options ??= new RuleLoadOptions();
        var log = new LoadLog();
        var collection = new RuleCollection(options, log);
        var reader = new ItemReader(options, collection, log);
        RuleResolver? resolver = null;
        ImmutableArray<LoadedRule> rules = [];
        foreach (var file in files)
        {
            reader.Read(file);
            resolver = new RuleResolver(options, collection, log);
            rules = resolver.Resolve();
        }

        resolver?.WarnOfUnused();
        return new RuleLoad(log.Problems, rules, log.HasErrors ? null : Compile(rules, options));
    }

    private static RuleSet Compile(ImmutableArray<LoadedRule> rules, RuleLoadOptions options)
    {
        var builder = new RuleSetBuilder(options.Fields);
        foreach (var rule in rules.Where(rule => rule.Enabled))
            builder.Add(rule.Source, rule.Condition);
        return builder.Build();
    }
}
