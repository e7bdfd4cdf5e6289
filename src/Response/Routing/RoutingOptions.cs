namespace IncidentMesh.Response.Routing;

/// <summary>Who hears of what where workload and namespace do not say. Texts are as <see cref="NotifyText"/> reads them.</summary>
public sealed record RoutingOptions
{
    public const string Section = "Routing";

    public static readonly RoutingOptions None = new();

    /// <summary>Where nothing else says: empty for every notifier's own target.</summary>
    public string Default { get; init; } = "";

    /// <summary>By cluster.</summary>
    public IReadOnlyDictionary<string, string> Clusters { get; init; } = new Dictionary<string, string>();

    /// <summary>Routes by name, for labels, whose values may not hold a colon: <c>incidentmesh.io/notify: payments</c>.</summary>
    public IReadOnlyDictionary<string, string> Routes { get; init; } = new Dictionary<string, string>();

    /// <summary>By what <c>incidentmesh.io/owner</c> says.</summary>
    public IReadOnlyDictionary<string, string> Owners { get; init; } = new Dictionary<string, string>();

    /// <summary>IANA name of the zone that hours are in where they name none.</summary>
    public string TimeZone { get; init; } = "UTC";
}
