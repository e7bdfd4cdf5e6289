using IncidentMesh.Contracts.Response;
using IncidentMesh.Grains.Incidents.Reading;
using IncidentMesh.Response.Notices;
using IncidentMesh.Response.Routing;

namespace IncidentMesh.Grains.Incidents;

/// <summary>Asks for notices of an incident to the targets of its route, and to those that were told of it before.</summary>
internal static class IncidentNotices
{
    /// <summary>Lines that are told of one change, so that it fits into a commit; further ones stand in <c>route explain</c>.</summary>
    private const int MostProblems = 4;

    public static void Ask(IncidentDraft draft, RouteBook routes, IEnumerable<NotifierTarget> notifiers)
    {
        var data = draft.Data;
        var (targets, decision) = routes.Decide(new RouteQuestion(data.Subject.Cluster, data.Context?.Signs ?? [], data.Fold.Severity, draft.Now));
        var states = data.Notices.ToList();
        var left = targets.Where(target => data.Fold.Severity >= target.MinimumSeverity && !states.Exists(state => state.Kind == target.Key))
            .Skip(Math.Max(0, RouteBook.MostTargets - states.Count))
            .Select(static target => $"{target.Written} is not told: {RouteBook.MostTargets} targets hear of this incident already, and they will until its end.");
        TellProblems(draft, [.. left.Concat(decision.Problems).Take(MostProblems)]);

        var news = draft.Data.Recent.Select(entry => (entry.Number, entry.Text)).ToList();
        var told = data.Notices.Where(static state => state.Revision > 0)
            .Select(state => notifiers.Select(target => target.OfKey(state.Kind)).FirstOrDefault(static target => target is not null)).OfType<NotifierTarget>();
        foreach (var target in targets.Union(told))
        {
            var index = states.FindIndex(state => state.Kind == target.Key);
            if (index < 0 && states.Count >= RouteBook.MostTargets)
            {
                continue;
            }

            var before = index < 0 ? new NoticeState { Kind = target.Key } : states[index];
            var (after, effect) = NoticePolicy.Ask(before, target, IncidentViews.Notice(draft.Id, draft.Data), news, draft.Now);
            if (effect is null)
            {
                continue;
            }

            draft.Ask(effect);
            if (index < 0)
            {
                states.Add(after);
            }
            else
            {
                states[index] = after;
            }
        }

        draft.Data = draft.Data with { Notices = states };
    }

    /// <summary>A name that does not resolve is told in the incident itself, once while it stays so: whoever reads it can mend it.</summary>
    private static void TellProblems(IncidentDraft draft, IReadOnlyList<string> problems)
    {
        foreach (var problem in problems.Except(draft.Data.RouteProblems, StringComparer.Ordinal))
        {
            draft.Tell("notice", "system:routing", problem);
            draft.Audit("system:routing", "route.unresolved", problem);
        }

        if (!problems.SequenceEqual(draft.Data.RouteProblems, StringComparer.Ordinal))
        {
            draft.Data = draft.Data with { RouteProblems = problems };
        }
    }
}
