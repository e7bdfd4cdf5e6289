using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Loading.Definitions;
using IncidentMesh.Detection.Rules.Loading.Reading;
using IncidentMesh.Detection.Rules.Loading.Resolution;
using IncidentMesh.Detection.Rules.Output;

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
        if (log.HasErrors)
            return new RuleLoad(log.Problems, rules, null, []);
        var compiled = Compile(rules, options, out var outputs);
        return new RuleLoad(log.Problems, rules, compiled, outputs);
    }

    private static RuleSet Compile(ImmutableArray<LoadedRule> rules, RuleLoadOptions options, out ImmutableArray<OutputTemplate> outputs)
    {
        var builder = new RuleSetBuilder(options.Fields);
        var templates = ImmutableArray.CreateBuilder<OutputTemplate>();
        foreach (var rule in rules.Where(rule => rule.Enabled))
        {
            builder.Add(rule.Source, rule.Condition);
            templates.Add(TemplateOf(rule, options, builder.Slots));
        }

        outputs = templates.ToImmutable();
        return builder.Build();
    }

    /// <summary>Resolution has checked source and output: a rule with a mistake in them does not come here.</summary>
    private static OutputTemplate TemplateOf(LoadedRule rule, RuleLoadOptions options, FieldSlots slots) =>
        EventSources.TryParse(rule.Source, out var sources)
        && OutputTemplate.Parse(rule.Output, sources, options.Fields, slots) is { Succeeded: true } parsed
            ? parsed.Template
            : throw new InvalidOperationException($"The output of the rule '{rule.Name}' was not checked.");
}
