namespace IncidentMesh.Detection.Posture.Snapshots;

/// <summary>What is used of a service account.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Automount">Whether pods get its token where they do not say themselves; null is yes.</param>
/// <param name="Annotations">They tie it to roles in clouds.</param>
/// <param name="ImagePullSecrets">Names of secrets, given to pods that name none.</param>
public sealed record ServiceAccountFacts(
    string Namespace, string Name, bool? Automount, IReadOnlyDictionary<string, string> Annotations, IReadOnlyList<string> ImagePullSecrets);
