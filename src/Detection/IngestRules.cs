namespace IncidentMesh.Detection;

/// <summary>Rules of what ingest itself has to say of an event.</summary>
public static class IngestRules
{
    /// <summary>Of events that are JSON but not of their sensor's format.</summary>
    public const string Unreadable = "ingest/unreadable";

    /// <summary>Of events that rules or detectors failed on. What they show is not known, so that only a suppression that names this rule hides it.</summary>
    public const string Unexamined = "ingest/unexamined";

    /// <summary>Says that a replica, a workload or another part of a cluster failed on events again and again, and may not know of them.</summary>
    public const string Undelivered = "ingest/undelivered";
}
