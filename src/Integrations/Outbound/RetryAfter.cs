using System.Net.Http.Headers;

namespace IncidentMesh.Integrations.Outbound;

/// <summary>How long a neighbour asks us to wait. The header may be missing, a date, zero, or absurd.</summary>
internal static class RetryAfter
{
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan Most = TimeSpan.FromMinutes(10);

    /// <summary>Taken where the header is missing or cannot be read.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    /// <summary>The wait asked for, between <see cref="Least"/> and <see cref="Most"/>.</summary>
    public static TimeSpan Of(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var asked = headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => Default,
        };
        return asked < Least ? Least : asked > Most ? Most : asked;
    }
}
