namespace IncidentMesh.Detection.Posture.Pods;

/// <summary>A volume of a pod.</summary>
public sealed record Volume
{
    public required string Name { get; init; }

    /// <summary>The member that says what it is, such as <c>hostPath</c>; null where the document leaves it out, which the API server makes an <c>emptyDir</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The node's path, of a <c>hostPath</c>.</summary>
    public string? HostPath { get; init; }

    /// <summary>Names of the secrets whose content is mounted: by <c>secret</c> or <c>projected</c>.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Names of the config maps that are mounted.</summary>
    public IReadOnlyList<string> ConfigMaps { get; init; } = [];

    /// <summary>Service account tokens of a <c>projected</c> volume.</summary>
    public IReadOnlyList<ProjectedToken> Tokens { get; init; } = [];

    /// <summary>Of a <c>persistentVolumeClaim</c>.</summary>
    public string? ClaimName { get; init; }

    /// <summary>Of a <c>csi</c> or <c>flexVolume</c>.</summary>
    public string? Driver { get; init; }

    /// <summary>Whether the source itself says that it is read-only; a mount can say so too.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>A service account token that is mounted.</summary>
/// <param name="Audience">Who accepts the token; null for the API server.</param>
/// <param name="Path">File in the volume.</param>
/// <param name="ExpirationSeconds">Null for the server's default, an hour.</param>
public sealed record ProjectedToken(string? Audience, string? Path, long? ExpirationSeconds);
