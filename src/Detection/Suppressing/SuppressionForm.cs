using System.Globalization;
using IncidentMesh.Contracts.Suppressions;

namespace IncidentMesh.Detection;

/// <summary>Makes suppressions of what people write, in files and in requests.</summary>
public static class SuppressionForm
{
    /// <summary>Longest time that one may last.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(366);

    /// <summary>Characters of a reason and of an expression.</summary>
    public const int LongestText = 500;

    /// <summary>Characters of a pattern.</summary>
    public const int LongestPattern = 200;

    /// <summary>Characters of an id and of an owner.</summary>
    public const int LongestName = 100;

    internal const string Narrowing = "rule, workload, user, node, expression";

    /// <param name="id">The suppression's id.</param>
    /// <param name="request">What was written.</param>
    /// <param name="now">It must not last longer than <see cref="LongestTime"/> from now.</param>
    /// <param name="ahead">Whether it has to end after now: not where files of the past are read.</param>
    /// <param name="faults">All that is wrong.</param>
    /// <returns>Null where anything is wrong.</returns>
    public static Suppression? Read(string id, SuppressionRequest request, DateTimeOffset now, bool ahead, out IReadOnlyList<SuppressionFault> faults)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(request);
        var wrong = new List<SuppressionFault>();
        faults = wrong;
        Demand("reason", request.Reason, LongestText);
        Demand("owner", request.Owner, LongestName);
        var expires = Time(request.Expires);
        Fit("rule", request.Rule);
        Fit("workload", request.Workload);
        if (request.Workload is { Length: > 0 } workload && !workload.Contains('/', StringComparison.Ordinal))
            wrong.Add(new("workload", "is namespace/name, such as shop/web or shop/*."));
        Fit("user", request.User);
        Fit("node", request.Node);
        Allow("expression", request.Expression, LongestText);
        if ((request.Rule ?? request.Workload ?? request.User ?? request.Node ?? request.Expression) is null)
            wrong.Add(new(null, $"it would hide everything: give at least one of {Narrowing}."));
        if (request.Expression is { Length: > 0 and <= LongestText } expression && SuppressionExpression.WhyNot(expression, alone: (request.Rule ?? request.Workload ?? request.User ?? request.Node) is null) is { } why)
            wrong.Add(new("expression", why));

        return wrong.Count > 0
            ? null
            : new Suppression
            {
                Id = id,
                Reason = request.Reason!,
                Owner = request.Owner!,
                Expires = expires,
                Rule = request.Rule,
                Workload = request.Workload,
                User = request.User,
                Node = request.Node,
                Expression = request.Expression,
            };

        void Fit(string member, string? pattern)
        {
            Allow(member, pattern, LongestPattern);
            if (pattern is { Length: > 0 } && pattern.All(static letter => letter is '*' or '?' or '/'))
                wrong.Add(new(member, "would fit every name: leave it out, or name something in it."));
        }

        void Demand(string member, string? value, int most)
        {
            if (string.IsNullOrWhiteSpace(value))
                wrong.Add(new(member, "is missing: who hides something says until when, why, and who answers for it."));
            else
                Allow(member, value, most);
        }

        void Allow(string member, string? value, int most)
        {
            if (value is not null && (string.IsNullOrWhiteSpace(value) || value.Length > most))
                wrong.Add(new(member, $"must be a text of 1 to {most} characters."));
        }

        DateTimeOffset Time(string? text)
        {
            if (string.IsNullOrWhiteSpace(text))
                wrong.Add(new("expires", "is missing: who hides something says until when, why, and who answers for it."));
            else if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
                wrong.Add(new("expires", "must be a date or a time, such as 2026-12-31 or 2026-12-31T12:00:00Z."));
            else if (time > now + LongestTime)
                wrong.Add(new("expires", "must be within a year from now."));
            else if (ahead && time <= now)
                wrong.Add(new("expires", $"is over: give a time after {now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}."));
            else
                return time;
            return default;
        }
    }
}
