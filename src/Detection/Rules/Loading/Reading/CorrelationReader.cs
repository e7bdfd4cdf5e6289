using System.Collections.Immutable;
using IncidentMesh.Contracts.Naming;
using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Correlation;
using IncidentMesh.Detection.Rules.Correlation.State;
using IncidentMesh.Detection.Rules.Loading.Definitions;
using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Rules.Loading.Reading;

/// <summary>Reads items of the kind <c>correlation</c>, which Falco passes over: a definition, or the switch of an earlier one.</summary>
internal sealed class CorrelationReader(RuleCollection collection, LoadLog log)
{
    public const int MostFields = 4;
    public const int LeastThreshold = 2;
    public const int MostEvents = 50_000;
    public const int MostValues = 100;

    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(1);
    private static readonly string[] Shared = ["correlation", "desc", "type", "source", "by", "output", "priority", "tags", "enabled", .. RuleReader.Notes];

    private static readonly Dictionary<string, (CorrelationType Type, string[] Keys)> Types = new(StringComparer.Ordinal)
    {
        ["count"] = (CorrelationType.Count, [.. Shared, "condition", "threshold", "window"]),
        ["distinct"] = (CorrelationType.Distinct, [.. Shared, "condition", "of", "threshold", "window"]),
        ["sequence"] = (CorrelationType.Sequence, [.. Shared, "steps", "window"]),
        ["first_seen"] = (CorrelationType.FirstSeen, [.. Shared, "condition", "window"]),
    };

    public void Read(ItemValues values)
    {
        if (values.Mapping.Entries.All(static entry => entry.Key.Value is "correlation" or "enabled") && values.Has("enabled"))
            Enable(values);
        else
            Define(values);
        if (values.Failed)
            collection.MarkFailed(values.Item);
    }

    private void Enable(ItemValues values)
    {
        if (values.OptionalFlag("enabled") is { } enabled)
            collection.EnableCorrelation(values.Item, values.Mapping.Place, enabled);
    }

    private void Define(ItemValues values)
    {
        if (values.Required("type") is not { } typeName)
            return;
        if (!Types.TryGetValue(typeName.Value, out var known))
        {
            By(values);
            Rules(values, []);
            log.Error(
                LoadCode.YamlValidate, typeName.Place, values.Item, $"Invalid type: expected {string.Join(", ", Types.Keys)}",
                EditDistance.Nearest(typeName.Value, Types.Keys));
            values.MarkFailed();
            return;
        }

        values.WarnOfUnknownKeys(known.Keys);
        var type = known.Type;
        var conditions = type == CorrelationType.Sequence ? Steps(values) : Condition(values);
        var by = By(values);
        var of = type == CorrelationType.Distinct ? values.Required("of") : null;
        var threshold = type switch
        {
            CorrelationType.Count => Threshold(values, MostEvents),
            CorrelationType.Distinct => Threshold(values, MostValues),
            _ => 0,
        };
        var window = Window(values, isRequired: type != CorrelationType.FirstSeen);
        var steps = Rules(values, conditions);
        var enabled = values.OptionalFlag("enabled") ?? true;
        if (steps.IsEmpty)
            return;
        collection.Define(new CorrelationDefinition(values.Item, values.Mapping.Place)
        {
            Type = type,
            Steps = steps,
            By = by,
            Of = of is null ? null : (of.Value, of.Place),
            Threshold = threshold,
            Window = window,
            Enabled = enabled,
        });
    }

    private static ImmutableArray<RuleDefinition> Rules(ItemValues values, IReadOnlyList<TracedText> conditions)
    {
        var description = values.Required("desc");
        var output = values.Required("output");
        values.Required("priority");
        var priority = values.OptionalPriority();
        var source = values.Optional("source");
        var sourceName = source?.Value ?? EventSources.Syscall;
        var sourceIsKnown = EventSources.TryParse(sourceName, out _);
        if (!sourceIsKnown)
            values.Fail(source!.Place, $"the source '{sourceName}' is not known: expected {EventSources.Names}");
        var tags = values.Texts("tags", required: false) ?? [];
        var falsePositives = values.Optional("false_positives")?.Value;
        var response = values.Optional("response")?.Value;
        return !sourceIsKnown
            ? []
            :
            [
                .. conditions.Select(condition => new RuleDefinition(values.Item, values.Mapping.Place)
                {
                    Condition = condition,
                    Output = RuleReader.Trimmed(RuleReader.TextOf(output, values)),
                    Description = description?.Value ?? "",
                    Priority = priority ?? default,
                    Source = sourceName,
                    SourceIsKnown = sourceIsKnown,
                    Tags = new SortedSet<string>(tags, StringComparer.Ordinal),
                    FalsePositives = falsePositives,
                    Response = response,
                }),
            ];
    }

    private static List<TracedText> Condition(ItemValues values) =>
        values.Required("condition") is { } condition ? [TracedText.Of(condition)] : [];

    private static List<TracedText> Steps(ItemValues values)
    {
        var steps = Scalars(values, "steps");
        if (!values.Failed && steps.Count is < 2 or > SequenceProgress.MostSteps)
            values.Fail(values.PlaceOf("steps"), $"A sequence has 2 to {SequenceProgress.MostSteps} steps, not {steps.Count}");
        return [.. steps.Select(TracedText.Of)];
    }

    private static ImmutableArray<(string Text, TextPlace Place)> By(ItemValues values)
    {
        var by = Scalars(values, "by");
        if (!values.Failed && by.Count is < 1 or > MostFields)
            values.Fail(values.PlaceOf("by"), $"A key has 1 to {MostFields} fields, not {by.Count}");
        return [.. by.Select(static field => (field.Value, field.Place))];
    }

    private static List<YamlScalar> Scalars(ItemValues values, string key)
    {
        values.Texts(key, required: true);
        return values.Mapping[key] is YamlSequence sequence ? [.. sequence.Items.OfType<YamlScalar>()] : [];
    }

    private static int Threshold(ItemValues values, int most)
    {
        values.Required("threshold");
        if (values.OptionalNumber("threshold") is not { } threshold)
            return 0;
        if (threshold is < LeastThreshold || threshold > most)
            values.Fail(values.PlaceOf("threshold"), $"The threshold must be from {LeastThreshold} to {most}");
        return threshold;
    }

    private static TimeSpan? Window(ItemValues values, bool isRequired)
    {
        if ((isRequired ? values.Required("window") : values.Optional("window")) is not { } scalar)
            return null;
        if (WindowText.TryParse(scalar.Value, out var window) && window >= ShortestWindow)
            return window;
        values.Fail(scalar.Place, "The window must be a number with s, m or h behind it, from 1s to 24h");
        return null;
    }
}
