namespace IncidentMesh.Kubernetes.Resources;

/// <summary>
/// Numbers the changes of what is kept, in this process: a table that is read anew counts on from where the one before it
/// stood, so that nobody takes what it kept for what the new one keeps.
/// </summary>
internal static class Revisions
{
    private static long _last;

    public static long Next() => Interlocked.Increment(ref _last);
}
