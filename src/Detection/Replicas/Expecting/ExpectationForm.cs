using System.Globalization;
using IncidentMesh.Contracts.Comparison;

namespace IncidentMesh.Detection.Replicas.Expecting;

/// <summary>Makes expectations of what people write.</summary>
public static class ExpectationForm
{
    /// <summary>Longest time that one may last.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromDays(366);

    /// <summary>Characters of a reason.</summary>
    public const int LongestReason = 500;

    /// <summary>Characters of a pattern.</summary>
    public const int LongestPattern = 256;

    private const string Missing = "is missing: who expects something says what, until when and why.";

    /// <param name="id">The expectation's id.</param>
    /// <param name="request">What was written.</param>
    /// <param name="now">It must end after now, and within <see cref="LongestTime"/>.</param>
    /// <param name="actor">Who wrote it.</param>
    /// <param name="faults">All that is wrong.</param>
    /// <returns>Null where anything is wrong.</returns>
    public static Expectation? Read(string id, ExpectationRequest request, DateTimeOffset now, string actor, out IReadOnlyList<ExpectationFault> faults)
    {
        ArgumentNullException.ThrowIfNull(request);
        var wrong = new List<ExpectationFault>();
        faults = wrong;
        Check("feature", request.Feature, LongestPattern, isNeeded: true);
        if (request.Feature is { Length: > 0 } feature && (feature.IndexOf('|', StringComparison.Ordinal) is var bar && (bar < 1 || feature.AsSpan(0, bar).ContainsAny('*', '?'))))
            wrong.Add(new("feature", "must name a family, such as exec|/usr/bin/curl or connect|10.0.*: without one it would fit everything."));
        Check("replica", request.Replica, LongestPattern, isNeeded: false);
        Check("reason", request.Reason, LongestReason, isNeeded: true);
        var expires = default(DateTimeOffset);
        if (string.IsNullOrWhiteSpace(request.Expires))
            wrong.Add(new("expires", Missing));
        else if (!DateTimeOffset.TryParse(request.Expires, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out expires))
            wrong.Add(new("expires", "must be a date or a time, such as 2026-12-31 or 2026-12-31T12:00:00Z."));
        else if (expires <= now || expires > now + LongestTime)
            wrong.Add(new("expires", "must be after now and within a year from now."));
        return wrong.Count > 0
            ? null
            : new Expectation
            {
                Id = id,
                Feature = request.Feature!,
                Replica = request.Replica,
                Reason = request.Reason!,
                Expires = expires,
                CreatedAt = now,
                CreatedBy = actor,
            };

        void Check(string member, string? value, int most, bool isNeeded)
        {
            if (value is null && isNeeded)
                wrong.Add(new(member, Missing));
            else if (value is not null && (string.IsNullOrWhiteSpace(value) || value.Length > most))
                wrong.Add(new(member, $"must be a text of 1 to {most} characters."));
        }
    }
}
