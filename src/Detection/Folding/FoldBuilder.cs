using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Folding;
using IncidentMesh.Detection.Folding.Chains;
using IncidentMesh.Detection.Folding.Storms;

namespace IncidentMesh.Detection;

/// <summary>
/// Folds signals into an <see cref="IncidentFold"/>. Adding the same signals in any order and any partition gives the
/// same fold, until there are more names than it keeps: then the ones that came first have a place of their own, and the
/// rest counts as <see cref="Other"/>. For one thread at a time.
/// </summary>
public sealed class FoldBuilder
{
    /// <summary>Name of what has no place of its own.</summary>
    public const string Other = "other";

    public const int MostRules = 200;
    public const int MostReplicas = 200;
    public const int MostSubjects = 200;
    public const int MostUsers = 100;
    public const int MostNodes = 100;
    private const int MostSensors = 20;
    private const int MostHabits = 2_048;
    private const int MostHidden = 32;

    /// <summary>Processes that are kept to name their users, unless more room is given.</summary>
    private const int ProcessRoom = 32;

    private readonly Dictionary<string, RuleHits> _rules = [];
    private readonly Dictionary<string, long> _replicas = [];
    private readonly Dictionary<string, long> _subjects = [];
    private readonly SortedSet<string> _sensors = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _users = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _nodes = new(StringComparer.Ordinal);
    private readonly EvidenceBuilder _evidence;
    private readonly int _share;
    private readonly SortedSet<long> _habits = [];
    private readonly List<HiddenStep> _hidden = [];
    private long _signals;
    private DateTimeOffset _firstSeen;
    private DateTimeOffset _lastSeen;
    private Severity _severity;

    /// <param name="start">What to go on with; null to begin with nothing.</param>
    /// <param name="processRoom">Processes that are kept.</param>
    public FoldBuilder(IncidentFold? start = null, int processRoom = ProcessRoom)
        : this(start, processRoom, share: 1)
    {
    }

    private FoldBuilder(IncidentFold? start, int processRoom, int share)
    {
        _share = share;
        _evidence = new EvidenceBuilder(processRoom);
        if (start is not null)
            Merge(start);
    }

    /// <summary>
    /// The same with room for fewer names, sensors aside: of steps of an attack and of severe rules first, of pods with most
    /// signals. What has no place of its own any more counts as <see cref="Other"/>.
    /// </summary>
    /// <param name="fold">What to make smaller.</param>
    /// <param name="share">Of the names that there is room for, one in so many is kept.</param>
    public static IncidentFold Fewer(IncidentFold fold, int share)
    {
        ArgumentNullException.ThrowIfNull(fold);
        if (share <= 1)
            return fold;
        var steps = fold.Chain.Select(static step => step.Rule).ToHashSet(StringComparer.Ordinal);
        return new FoldBuilder(
            fold with
            {
                Rules = [.. fold.Rules.OrderByDescending(hits => steps.Contains(hits.Rule)).ThenByDescending(static hits => hits.Severity).ThenByDescending(static hits => hits.Techniques.Count > 0).ThenBy(static hits => hits.FirstSeen)],
                Replicas = fold.Replicas.OrderByDescending(static pod => pod.Value).ThenBy(static pod => pod.Key, StringComparer.Ordinal).ToDictionary(),
            },
            ProcessRoom,
            share).ToFold();
    }

    /// <summary>What was folded so far, by rule, in no order.</summary>
    internal IEnumerable<RuleHits> Rules => _rules.Values;

    internal long Signals => _signals;

    /// <summary>Processes that are kept at present.</summary>
    internal int Processes => _evidence.Processes;

    internal Severity Severity => _severity;

    internal DateTimeOffset FirstSeen => _firstSeen;

    internal DateTimeOffset LastSeen => _lastSeen;

    /// <summary>Adds a signal with its detections.</summary>
    /// <param name="signal">A signal that was not added before.</param>
    /// <param name="replica">The pod, or null.</param>
    public void Add(ObservedSignal signal, ReplicaRef? replica)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var facts = signal.Signal;
        Span(1, facts.Time, facts.Time);
        // What is found by comparing follows from what sensors say, and is not another one that agrees with them.
        if (facts.Sensor != SensorNames.ReplicaComparison)
            AddName(_sensors, facts.Sensor, MostSensors * _share);
        if (facts.User is { } user)
            AddName(_users, user, MostUsers);
        if (facts.Origin.Node is { } node)
            AddName(_nodes, node, MostNodes);
        if (replica is not null)
        {
            var pod = $"{replica.Namespace}/{replica.Pod}";
            AddCount(_replicas, pod, 1, MostReplicas);
            if (signal.Process is { } chain)
                _evidence.Add(new SeenProcess { Signal = facts.Id, Time = facts.Time, Pod = pod, Container = ContainerNames.Plain(facts.Origin.ContainerName), Chain = chain });
        }

        IReadOnlyList<long> pods = replica is null || signal.Detections.Count == 0 ? [] : [NameKey.Of(replica.Namespace, replica.Pod)];
        if (signal.Subject is { } subject)
            AddCount(_subjects, $"{subject.Kind} {subject.Name}", 1, MostSubjects);

        AddHidden(signal.HiddenBefore ?? []);
        foreach (var detection in signal.Detections)
        {
            if (signal is { Habit: true, Subject: { } place } && _habits.Count < MostHabits)
                _habits.Add(StormDigest.HabitKey(place, detection.Rule));
            AddRule(new RuleHits
            {
                Rule = detection.Rule,
                Title = detection.Title,
                Severity = detection.Severity,
                Count = 1,
                FirstSeen = facts.Time,
                LastSeen = facts.Time,
                Example = RuleExamples.Cut(detection.Output ?? facts.Summary, RuleExamples.LongestFirst),
                Techniques = detection.Techniques,
                Examples = RuleExamples.One(facts.Time, detection.Output ?? facts.Summary),
                Times = SlotTimes.One(facts.Time),
                Pods = pods,
            });
        }
    }

    /// <summary>Adds what was folded elsewhere.</summary>
    public void Merge(IncidentFold other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Signals > 0)
            Span(other.Signals, other.FirstSeen, other.LastSeen);

        _severity = Max(_severity, other.Severity);
        foreach (var rule in other.Rules)
            AddRule(rule);
        foreach (var sensor in other.Sensors)
            AddName(_sensors, sensor, MostSensors * _share);
        foreach (var (replica, count) in other.Replicas)
            AddCount(_replicas, replica, count, MostReplicas);
        foreach (var (subject, count) in other.Subjects)
            AddCount(_subjects, subject, count, MostSubjects);
        foreach (var user in other.Users)
            AddName(_users, user, MostUsers);
        foreach (var node in other.Nodes)
            AddName(_nodes, node, MostNodes);
        _evidence.Merge(other.Evidence);
        AddHidden(other.Hidden);
        _habits.UnionWith(other.Habits.Take(MostHabits - _habits.Count));
    }

    /// <summary>Takes in somebody's way into a pod, whether or not any of the detections is of it. Learning it again changes nothing.</summary>
    public void Learn(ExecSession session) => _evidence.Learn(session);

    /// <summary>Adds what was folded of one subject to a digest of many.</summary>
    public void MergeOf(SubjectRef subject, IncidentFold fold)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(fold);
        Merge(fold);
        AddCount(_subjects, $"{subject.Kind} {subject.Name}", fold.Signals, MostSubjects);
    }

    public IncidentFold ToFold()
    {
        var (evidence, actors) = _evidence.Build();
        return Facts() with { Evidence = evidence, Actors = actors };
    }

    private IncidentFold Facts() => new()
    {
        Signals = _signals,
        FirstSeen = _firstSeen,
        LastSeen = _lastSeen,
        Severity = _severity,
        Rules =
        [
            .. _rules.Values
                .OrderBy(static hits => hits.Rule == Other)
                .ThenBy(static hits => hits.FirstSeen)
                .ThenBy(static hits => hits.Rule, StringComparer.Ordinal),
        ],
        Sensors = [.. _sensors],
        Replicas = new Dictionary<string, long>(_replicas),
        Users = [.. _users],
        Nodes = [.. _nodes],
        Subjects = new Dictionary<string, long>(_subjects),
        Habits = [.. _habits],
        Hidden = [.. _hidden.OrderBy(static step => step.Hits.FirstSeen).ThenBy(static step => step.Hits.Rule, StringComparer.Ordinal)],
        // What many subjects did, one after the other, is no chain.
        Chain = _subjects.Count == 0 ? AttackChain.Of(_rules.Values.Concat(_hidden.Select(static step => step.Hits))) : [],
    };

    private void Span(long signals, DateTimeOffset first, DateTimeOffset last)
    {
        _firstSeen = _signals == 0 || first < _firstSeen ? first : _firstSeen;
        _lastSeen = _signals == 0 || last > _lastSeen ? last : _lastSeen;
        _signals += signals;
    }

    private void AddHidden(IEnumerable<HiddenStep> steps)
    {
        foreach (var step in steps)
            HiddenSteps.Merge(_hidden, step, MostHidden);
    }

    private void AddRule(RuleHits hits)
    {
        _severity = Max(_severity, hits.Severity);
        if (!_rules.ContainsKey(hits.Rule) && Named(_rules) >= MostRules / _share)
            hits = hits with { Rule = Other, Title = "Other detections", Techniques = [] };

        _rules[hits.Rule] = _rules.TryGetValue(hits.Rule, out var known) ? RuleHitsMerge.Of(known, hits) : hits;
    }

    private void AddCount(Dictionary<string, long> counts, string name, long count, int most)
    {
        if (!counts.ContainsKey(name) && Named(counts) >= most / _share)
            name = Other;
        counts[name] = counts.GetValueOrDefault(name) + count;
    }

    private void AddName(SortedSet<string> names, string name, int most)
    {
        if (!names.Contains(name))
            names.Add(names.Count - (names.Contains(Other) ? 1 : 0) >= most / _share ? Other : name);
    }

    private static int Named<T>(Dictionary<string, T> map) => map.Count - (map.ContainsKey(Other) ? 1 : 0);

    private static Severity Max(Severity left, Severity right) => left > right ? left : right;
}
