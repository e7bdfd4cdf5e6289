using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Contracts.Response;

/// <summary>
/// A target of a notifier that is configured, registered as a service: an incident that is routed to it is told once its
/// severity has reached <paramref name="MinimumSeverity"/>, and from then on whatever happens to it.
/// </summary>
/// <param name="Kind">Kind of the effect that carries its notices, such as <see cref="EffectKinds.SlackIncident"/>.</param>
/// <param name="MinimumSeverity">Least severity that is told.</param>
/// <param name="Name">
/// What routes call it, such as <c>payments</c>; null for the notifier's own target. After <see cref="AnyAddress"/> a domain,
/// all of whose addresses are targets.
/// </param>
public sealed record NotifierTarget(string Kind, Severity MinimumSeverity, string? Name = null)
{
    /// <summary>Begins the name of a target that stands for every address of a domain: <c>*@example.com</c>.</summary>
    public const string AnyAddress = "*@";

    /// <summary>What routes call its kind, such as <c>slack</c>.</summary>
    public string Channel => Kind.Split('/')[0];

    /// <summary>As routes write it, such as <c>slack:payments</c>.</summary>
    public string Written => Name is null ? Channel : $"{Channel}:{Name}";

    /// <summary>What tells it from other targets, also of the same kind.</summary>
    public string Key => Name is null ? Kind : $"{Kind}:{Name}";

    /// <returns>The target that a route means by this name; null where it is not of this one.</returns>
    public NotifierTarget? Named(string? name) =>
        Name?.StartsWith(AnyAddress, StringComparison.Ordinal) == true
            ? EmailAddress.IsAddress(name) && name!.EndsWith(Name[1..], StringComparison.OrdinalIgnoreCase) && name.IndexOf('@', StringComparison.Ordinal) == name.Length - Name.Length + 1
                ? this with { Name = name.ToLowerInvariant() }
                : null
            : string.Equals(Name, name, StringComparison.OrdinalIgnoreCase) ? this : null;

    /// <returns>The target of a <see cref="Key"/>; null where it is not of this one.</returns>
    public NotifierTarget? OfKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key == Kind ? Named(null) : key.StartsWith(Kind + ":", StringComparison.Ordinal) ? Named(key[(Kind.Length + 1)..]) : null;
    }
}
