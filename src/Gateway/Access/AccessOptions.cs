namespace IncidentMesh.Gateway.Access;

/// <summary>Configuration section <c>Gateway:Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>How often the copy of the credentials is brought up to date: how long a revoked token may still work. Default 2 s.</summary>
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the copy counts where it cannot be brought up to date; then every request is refused. Default and most 60 s.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(60);
}
