namespace IncidentMesh.Contracts.Response;

/// <summary>Names of the effects that the product's own handlers carry out.</summary>
public static class EffectKinds
{
    /// <summary>Payload <see cref="ScaleTarget"/>, result <see cref="ScaleSnapshot"/>.</summary>
    public const string SnapshotScale = "kubernetes/snapshot-scale";

    /// <summary>Payload <see cref="Evidence.CollectEvidence"/>, result <see cref="Evidence.EvidenceCollected"/>.</summary>
    public const string CollectEvidence = "kubernetes/collect-evidence";

    /// <summary>Payload <see cref="ScaleToZero"/>, result <see cref="ScaleSnapshot"/> as it was before.</summary>
    public const string ScaleToZero = "kubernetes/scale-to-zero";

    /// <summary>Payload <see cref="Response.HoldScale"/>, result <see cref="ContainmentDrift"/>.</summary>
    public const string HoldScale = "kubernetes/hold-scale";

    /// <summary>Payload <see cref="Response.AwaitPods"/>, result <see cref="PodsObserved"/>.</summary>
    public const string AwaitPods = "kubernetes/await-pods";

    /// <summary>Payload <see cref="Response.RestoreScale"/>, result <see cref="PodsObserved"/>.</summary>
    public const string RestoreScale = "kubernetes/restore-scale";

    /// <summary>Payload <see cref="Quarantine.QuarantineTarget"/>, result <see cref="Quarantine.PodsSnapshot"/>.</summary>
    public const string SnapshotPods = "kubernetes/snapshot-pods";

    /// <summary>Payload <see cref="Quarantine.QuarantinePods"/>, result <see cref="Quarantine.PodsSnapshot"/> as it was before.</summary>
    public const string QuarantinePods = "kubernetes/quarantine-pods";

    /// <summary>Payload <see cref="Quarantine.HoldQuarantine"/>, result <see cref="ContainmentDrift"/>.</summary>
    public const string HoldQuarantine = "kubernetes/hold-quarantine";

    /// <summary>Payload <see cref="Quarantine.ReleasePods"/>, result <see cref="PodsObserved"/>.</summary>
    public const string ReleasePods = "kubernetes/release-pods";

    /// <summary>Payload <see cref="Deletion.DeletionTarget"/>, result <see cref="Deletion.PodsSelected"/>.</summary>
    public const string SelectPods = "kubernetes/select-pods";

    /// <summary>Payload <see cref="Deletion.DeletePods"/>, result <see cref="Deletion.PodsDeleted"/>.</summary>
    public const string DeletePods = "kubernetes/delete-pods";

    /// <summary>Payload <see cref="Deletion.AwaitDeletion"/>, result <see cref="PodsObserved"/>.</summary>
    public const string AwaitDeletion = "kubernetes/await-deletion";

    /// <summary>Whether what a kind did cannot be taken back.</summary>
    public static bool IsFinal(string kind) => kind == DeletePods;

    /// <summary>Whether a kind is the write that contains.</summary>
    public static bool IsContainment(string kind) => kind is ScaleToZero or QuarantinePods;

    /// <summary>Whether a kind keeps contained what is, for as long as it is.</summary>
    public static bool IsHold(string kind) => kind is HoldScale or HoldQuarantine;

    /// <summary>Whether a kind restores what was contained.</summary>
    public static bool IsRestore(string kind) => kind is RestoreScale or ReleasePods;

    /// <summary>
    /// Whether a kind leads to a change that a halt of response forbids. Restoring is what a person asked for by an undo,
    /// and looking on as pods go changes nothing. The payload of such a kind can be read as <see cref="ScaleTarget"/>.
    /// </summary>
    public static bool IsHaltable(string kind) => kind is SnapshotScale or SnapshotPods or SelectPods || IsContainment(kind) || IsHold(kind) || IsFinal(kind);

    /// <summary>Whether the tries of a kind are looks at what others do: they are no failures, however many there are.</summary>
    public static bool IsWatch(string kind) => kind is AwaitPods or AwaitDeletion || IsHold(kind);

    /// <summary>Whether a kind goes on when a halt is lifted, instead of ending with it: what is held stays approved.</summary>
    public static bool OutlastsHalt(string kind) => IsHold(kind);

    /// <summary>
    /// Whether an outcome counts only while its claim stands. To shut out a late write a restore marks the object and
    /// takes the mark off again: another try of it that is between the two must not be left without anybody who goes on.
    /// </summary>
    public static bool NeedsClaim(string kind) => IsRestore(kind);

    /// <summary>Payload <c>IncidentNotice</c>, result <c>SlackReceipt</c>.</summary>
    public const string SlackIncident = "slack/incident";

    /// <summary>Payload <c>IncidentNotice</c>, no result.</summary>
    public const string PagerDutyIncident = "pagerduty/incident";

    /// <summary>Payload <c>IncidentNotice</c>, no result.</summary>
    public const string EmailIncident = "email/incident";

    /// <summary>No payload: the owner is told that the time has come.</summary>
    public const string Timer = "timer";
}
