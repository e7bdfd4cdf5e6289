using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Loading.Definitions;
using IncidentMesh.Detection.Rules.Loading.Reading;
using IncidentMesh.Detection.Rules.Loading.Resolution;
using IncidentMesh.Detection.Rules.Loading.Yaml;
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
        ImmutableArray<RuleFile> all = [.. files];
        for (var i = 0; i < all.Length; i++)
        {
            var change = collection.Mark;
            reader.Read(all[i]);
            if (i < all.Length - 1)
                new RuleResolver(options, collection, log).Check(new AffectedItems(collection, change));
        }

        var resolver = new RuleResolver(options, collection, log);
        var rules = resolver.Resolve();
        var correlations = resolver.ResolveCorrelations();
        resolver.WarnOfUnused();
        if (log.HasErrors)
            return new RuleLoad(log.Problems);
        var builder = new RuleSetBuilder(options.Fields);
        var outputs = Compile(rules, options, builder);
        var compiled = Compile(correlations, options, builder);
        return new RuleLoad(log.Problems, all, rules, outputs, correlations, compiled, builder.Build());
    }

    /// <summary>
    /// Loads a file behind others, and only those rules that it names: most of the work is to compile rules, which the
    /// others' were already.
    /// </summary>
    /// <param name="others">Files that were loaded without an error.</param>
    /// <param name="file">The file.</param>
    /// <param name="wanted">Names of the rules; what is wrong with others is not said.</param>
    internal static RuleLoad LoadBehind(RuleLoad others, RuleFile file, IReadOnlyCollection<string> wanted)
    {
        var options = new RuleLoadOptions();
        var log = new LoadLog();
        var collection = new RuleCollection(options, log);
        var reader = new ItemReader(options, collection, log);
        foreach (var one in others.Files.Add(file))
            reader.Read(one);
        var rules = new RuleResolver(options, collection, log).Resolve(wanted);
        return log.HasErrors ? new RuleLoad(log.Problems) : Only(rules);
    }

    /// <summary>Some of the rules that were loaded, for themselves, all of them enabled.</summary>
    internal static RuleLoad Only(IEnumerable<LoadedRule> rules)
    {
        var options = new RuleLoadOptions();
        var builder = new RuleSetBuilder(options.Fields);
        ImmutableArray<LoadedRule> enabled = [.. rules.Select(rule => rule with { Enabled = true })];
        var outputs = Compile(enabled, options, builder);
        return new RuleLoad([], [], enabled, outputs, [], [], builder.Build());
    }

    /// <summary>The names of rules that a file defines, changes or switches.</summary>
    internal static IReadOnlyList<string> RulesNamedIn(RuleFile file) =>
    [
        .. YamlReader.Read(file, out _).OfType<YamlSequence>()
            .SelectMany(root => root.Items.OfType<YamlMapping>())
            .Select(item => item["rule"]).OfType<YamlScalar>()
            .Select(name => name.Value).Distinct(StringComparer.Ordinal),
    ];

    private static ImmutableArray<OutputTemplate> Compile(ImmutableArray<LoadedRule> rules, RuleLoadOptions options, RuleSetBuilder builder)
    {
        var templates = ImmutableArray.CreateBuilder<OutputTemplate>();
        foreach (var rule in rules.Where(rule => rule.Enabled))
        {
            builder.Add(rule.Source, rule.Condition);
            templates.Add(TemplateOf(rule, options, builder.Slots));
        }

        return templates.ToImmutable();
    }

    private static ImmutableArray<CompiledCorrelation> Compile(
        ImmutableArray<LoadedCorrelation> correlations, RuleLoadOptions options, RuleSetBuilder builder)
    {
        var compiled = ImmutableArray.CreateBuilder<CompiledCorrelation>();
        foreach (var correlation in correlations.Where(correlation => correlation.Enabled))
            compiled.Add(Compile(correlation, options, builder));

        return compiled.ToImmutable();
    }

    /// <summary>Adds the steps of a correlation that was checked.</summary>
    internal static CompiledCorrelation Compile(LoadedCorrelation correlation, RuleLoadOptions options, RuleSetBuilder builder)
    {
        foreach (var step in correlation.Steps)
            builder.AddStep(step.Source, step.Condition);
        return new CompiledCorrelation(
            correlation,
            [.. correlation.By.Select(SourceOf)],
            correlation.Of is null ? null : SourceOf(correlation.Of),
            SourceOf("evt.rawtime"),
            TemplateOf(correlation.Rule, options, builder.Slots));

        ValueSource SourceOf(string field) =>
            CorrelationResolver.SourceOf(field, correlation.Rule.Source, options.Fields, builder.Slots);
    }

    /// <summary>Resolution has checked source and output: a rule with a mistake in them does not come here.</summary>
    private static OutputTemplate TemplateOf(LoadedRule rule, RuleLoadOptions options, FieldSlots slots) =>
        EventSources.TryParse(rule.Source, out var sources)
        && OutputTemplate.Parse(rule.Output, sources, options.Fields, slots) is { Succeeded: true } parsed
            ? parsed.Template
            : throw new InvalidOperationException($"The output of the rule '{rule.Name}' was not checked.");
}
