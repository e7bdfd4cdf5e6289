using System.IO.Enumeration;
using IncidentMesh.Contracts.Clusters;

namespace IncidentMesh.Detection.Context;

/// <summary>Reads environment, criticality and data classification off labels and annotations, and off the namespace's name.</summary>
public sealed class ContextReading
{
    private static readonly string[] EnvironmentKeys =
    [
        "incidentmesh.io/environment", "environment", "env", "app.kubernetes.io/environment", "app.kubernetes.io/env",
        "resource.opentelemetry.io/deployment.environment.name", "tags.datadoghq.com/env",
    ];

    private static readonly string[] CriticalityKeys =
        ["incidentmesh.io/criticality", "criticality", "business-criticality", "app.kubernetes.io/criticality"];

    private static readonly string[] DataKeys =
        ["incidentmesh.io/data-classification", "data-classification", "dataClassification", "data-class"];

    private readonly Reader<EnvironmentKind> _environment;
    private readonly Reader<Criticality> _criticality;
    private readonly Reader<DataClass> _data;

    /// <exception cref="ArgumentException">A value means something that there is none of; the message names it and what there is.</exception>
    public ContextReading(ContextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _environment = new(options.Environment, nameof(options.Environment), EnvironmentKeys, ContextWords.EnvironmentOf);
        _criticality = new(options.Criticality, nameof(options.Criticality), CriticalityKeys, ContextWords.CriticalityOf);
        _data = new(options.Data, nameof(options.Data), DataKeys, ContextWords.DataOf);
        Keys = [.. _environment.Keys, .. _criticality.Keys, .. _data.Keys];
    }

    /// <summary>Keys of all labels and annotations that are read.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <param name="context">What is known already: it stays.</param>
    /// <param name="signs">Labels and annotations.</param>
    /// <param name="namespace">Name of the namespace; null where there is none. A weak hint: it counts where nothing else tells.</param>
    /// <param name="asOf">When they were read.</param>
    public RiskContext Read(RiskContext context, IReadOnlyList<ContextSign> signs, string? @namespace, DateTimeOffset? asOf)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(signs);
        return context with
        {
            Environment = context.Environment ?? _environment.Read(signs, asOf)
                ?? (@namespace is null ? null : _environment.Configured(@namespace, asOf) ?? Hint(@namespace, asOf)),
            Criticality = context.Criticality ?? _criticality.Read(signs, asOf) ?? _criticality.Configured(@namespace, asOf),
            Data = context.Data ?? _data.Read(signs, asOf) ?? _data.Configured(@namespace, asOf),
        };
    }

    /// <returns>The environment that a text names; null where it names none.</returns>
    public EnvironmentKind? EnvironmentOf(string text) => _environment.Meaning(text);

    /// <returns>The criticality that a text names; null where it names none.</returns>
    public Criticality? CriticalityOf(string text) => _criticality.Meaning(text);

    /// <returns>The class of data that a text names; null where it names none.</returns>
    public DataClass? DataOf(string text) => _data.Meaning(text);

    private static Fact<EnvironmentKind>? Hint(string @namespace, DateTimeOffset? asOf) =>
        ContextWords.EnvironmentOf(@namespace) is { } kind ? new(kind, $"name of the namespace {@namespace}, a weak hint", asOf) : null;

    /// <summary>Reads one fact.</summary>
    private sealed class Reader<T>
        where T : struct, Enum
    {
        private readonly Dictionary<string, T> _values;
        private readonly List<(string Pattern, T Meaning)> _namespaces;
        private readonly Func<string, T?> _words;

        public Reader(ContextSignOptions options, string name, string[] keys, Func<string, T?> words)
        {
            _words = words;
            Keys = [.. options.Keys.Concat(keys).Distinct(StringComparer.Ordinal)];
            _values = options.Values.ToDictionary(pair => pair.Key, pair => Parse(pair, $"{name}:Values"), StringComparer.OrdinalIgnoreCase);
            _namespaces = [.. options.Namespaces.Select(pair => (pair.Key, Parse(pair, $"{name}:Namespaces")))];
        }

        public IReadOnlyList<string> Keys { get; }

        public T? Meaning(string text) => _values.TryGetValue(text.Trim(), out var meaning) ? meaning : _words(text);

        /// <summary>What a workload says of itself comes before what its namespace says; then the order of keys counts.</summary>
        public Fact<T>? Read(IReadOnlyList<ContextSign> signs, DateTimeOffset? asOf)
        {
            if (signs.Count == 0)
                return null;
            foreach (var ofNamespace in new[] { false, true })
            {
                foreach (var key in Keys)
                {
                    foreach (var sign in signs.Where(sign => sign.Key == key && IsOfNamespace(sign) == ofNamespace).OrderBy(static sign => sign.Place))
                    {
                        if (Meaning(sign.Value) is { } meaning)
                            return new Fact<T>(meaning, Source(sign), asOf);
                    }
                }
            }

            return null;
        }

        public Fact<T>? Configured(string? @namespace, DateTimeOffset? asOf)
        {
            foreach (var (pattern, meaning) in _namespaces)
            {
                if (@namespace is not null && FileSystemName.MatchesSimpleExpression(pattern, @namespace))
                    return new Fact<T>(meaning, $"setting for namespaces {pattern}", asOf);
            }

            return null;
        }

        private static bool IsOfNamespace(ContextSign sign) => sign.Place is ContextPlace.NamespaceAnnotation or ContextPlace.NamespaceLabel;

        private static string Source(ContextSign sign)
        {
            var kind = sign.Place is ContextPlace.WorkloadAnnotation or ContextPlace.NamespaceAnnotation ? "annotation" : "label";
            return $"{kind} {sign.Key}={sign.Value} of the {(IsOfNamespace(sign) ? "namespace" : "workload")}";
        }

        private static T Parse(KeyValuePair<string, string> pair, string setting) =>
            Enum.TryParse<T>(pair.Value, ignoreCase: true, out var meaning) && Enum.IsDefined(meaning) && !char.IsAsciiDigit(pair.Value[0])
                ? meaning
                : throw new ArgumentException($"{setting}:{pair.Key} is '{pair.Value}': it must be one of {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
