namespace IncidentMesh.Silo.Hosting;

/// <summary>What the command line asked for.</summary>
internal sealed record SiloArguments
{
    public required string DataFolder { get; init; }

    public bool Demo { get; init; }

    public string? Urls { get; init; }

    /// <summary>Settings as <c>--Section:Key=value</c>.</summary>
    public string[] Settings { get; init; } = [];
}
