using System.Globalization;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Response.Routing;

/// <summary>One decision while it is being made.</summary>
internal sealed class RouteWalk(RoutingOptions options, IReadOnlyList<NotifierTarget> notifiers, RouteQuestion question, TimeZoneInfo zone)
{
    private readonly List<NotifierTarget> _targets = [];
    private readonly List<RouteStep> _steps = [];
    private readonly List<string> _problems = [];

    /// <summary>Looks at one place.</summary>
    /// <param name="place">Its name.</param>
    /// <param name="said">What stands there; null where nothing does.</param>
    /// <param name="text">Whom that means to notify; null where it means nobody.</param>
    /// <param name="problem">Why it means nobody although something stands there.</param>
    /// <returns>Whether it is decided.</returns>
    public bool Take(string place, string? said, string? text, string? problem)
    {
        if (text is null)
        {
            if (problem is not null)
                _problems.Add($"The {place}: {problem}");
            _steps.Add(new RouteStep(place, said, problem is null ? [] : [problem]));
            return false;
        }

        var entries = NotifyText.Read(text, out var unread);
        var findings = new List<string>(unread);
        _problems.AddRange(unread.Select(wrong => $"The {place}: {wrong}"));
        var (taken, unresolved) = (0, 0);
        foreach (var entry in entries)
        {
            if (WhyNot(entry, options, notifiers, inRoute: false) is { } why)
            {
                unresolved++;
                findings.Add(why);
                _problems.Add($"The {place}: {why}");
                continue;
            }

            foreach (var (target, condition) in Resolve(entry))
            {
                findings.Add(condition is null ? $"{target.Written} is told." : $"{target.Written} is not told: {condition}");
                taken += condition is null ? 1 : 0;
                if (condition is null)
                    Add(target);
            }
        }

        var isDecided = taken > 0 && unresolved == 0;
        findings.Add(isDecided ? "That decides it." : taken > 0 ? "For what does not resolve, it falls through." : "Nobody is left: it falls through.");
        _steps.Add(new RouteStep(place, said, findings));
        return isDecided;
    }

    public bool Take(string place, string? text) => Take(place, text, text, null);

    /// <summary>Every notifier's own target.</summary>
    public void TakeAll()
    {
        var own = notifiers.Where(static target => target.Name is null).ToList();
        var findings = own.Select(target => Below(target, null) is { } below ? $"{target.Written} is not told: {below}" : $"{target.Written} is told.").ToList();
        foreach (var target in own)
            Add(target);
        _steps.Add(new RouteStep("every notifier's own target", null, own.Count > 0 ? findings : ["No notifier is configured: nobody is told."]));
    }

    public (IReadOnlyList<NotifierTarget> Targets, RouteDecision Decision) End() => (_targets, new RouteDecision
    {
        Targets = [.. _targets.Where(target => question.Severity >= target.MinimumSeverity).Select(static target => target.Written)],
        Steps = _steps,
        Problems = _problems,
    });

    /// <returns>Why an entry names no target; null where it does.</returns>
    public static string? WhyNot(NotifyEntry entry, RoutingOptions options, IReadOnlyList<NotifierTarget> notifiers, bool inRoute)
    {
        if (entry.Kind is null)
        {
            if (inRoute)
                return $"{entry.Text} names no target: write kind:name, such as slack:#payments.";
            if (options.Routes.TryGetValue(entry.Name!, out var text))
            {
                return NotifyText.Read(text, out _).Select(one => WhyNot(one, options, notifiers, inRoute: true)).OfType<string>().FirstOrDefault() is { } why
                    ? $"Route {entry.Name}: {why}"
                    : null;
            }

            return $"There is no route {entry.Name}{Known(options.Routes.Keys)}.";
        }

        if (!NotifyText.Kinds.Contains(entry.Kind))
            return $"{entry.Text} is of no kind that there is: {string.Join(", ", NotifyText.Kinds)}.";
        return Find(entry, notifiers) is null
            ? $"{entry.Text} is not configured{Known(notifiers.Where(target => target.Channel == entry.Kind).Select(static target => target.Written))}."
            : null;
    }

    private IEnumerable<(NotifierTarget Target, string? Condition)> Resolve(NotifyEntry entry)
    {
        var entries = entry.Kind is null ? NotifyText.Read(options.Routes[entry.Name!], out _) : [entry];
        foreach (var one in entries)
        {
            var target = Find(one, notifiers)!;
            var condition = (entry.Kind is null ? OutOf(entry, target) : null) ?? OutOf(one, target);
            yield return (target, condition);
        }
    }

    /// <returns>Why an entry does not count now; null where it does.</returns>
    private string? OutOf(NotifyEntry entry, NotifierTarget target)
    {
        if (Below(target, entry.Minimum) is { } below)
            return below;
        if (entry.Hours is not { } hours)
            return null;
        var own = hours.Zone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var named) ? named : zone;
        return hours.Has(question.Time, own)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"only within {hours}, and it is {TimeZoneInfo.ConvertTime(question.Time, own):ddd HH:mm}.");
    }

    private string? Below(NotifierTarget target, Severity? minimum)
    {
        var least = minimum > target.MinimumSeverity ? minimum.Value : target.MinimumSeverity;
        return question.Severity < least ? $"only from {least} on, and this is {question.Severity}." : null;
    }

    private void Add(NotifierTarget target)
    {
        if (_targets.Contains(target))
            return;
        if (_targets.Count < RouteBook.MostTargets)
            _targets.Add(target);
        else
            _problems.Add($"There are more than {RouteBook.MostTargets} targets: {target.Written} is not told.");
    }

    private static NotifierTarget? Find(NotifyEntry entry, IReadOnlyList<NotifierTarget> notifiers) =>
        notifiers.Where(target => target.Channel == entry.Kind).Select(target => target.Named(entry.Name)).FirstOrDefault(static target => target is not null);

    private static string Known(IEnumerable<string> names) => names.Take(10).ToList() is { Count: > 0 } some ? $"; there are {string.Join(", ", some)}" : "";
}
