namespace IncidentMesh.Kubernetes.Watching;

/// <summary>A reflector whatever its resource is made of.</summary>
internal interface IReflector
{
    /// <summary>Runs until it is cancelled.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
