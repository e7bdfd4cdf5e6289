using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Context;
using IncidentMesh.Detection.Vulnerabilities;

namespace IncidentMesh.Detection.Scoring.Input;

/// <summary>What may be written for a fact that has a few values, without regard to case; the first of each is the usual word.</summary>
internal static class InputWords
{
    public static readonly Vocabulary<Exposure> Exposures = new(
        (Exposure.Internet, ["internet", "public", "external"]), (Exposure.Cluster, ["cluster", "internal"]),
        (Exposure.Namespace, ["namespace"]), (Exposure.None, ["none", "nobody"]));

    public static readonly Vocabulary<Reach> Reaches = new(
        (Reach.None, ["none", "nothing", "own"]), (Reach.Namespace, ["namespace"]), (Reach.Secrets, ["secrets"]), (Reach.Node, ["node"]),
        (Reach.Cluster, ["cluster", "cluster-admin"]));

    public static readonly Vocabulary<Isolation> Isolations = new(
        (Isolation.None, ["none", "runc"]), (Isolation.Hardened, ["hardened"]),
        (Isolation.Sandbox, ["sandbox", "gvisor", "runsc", "kata", "firecracker"]));

    public static readonly Vocabulary<Severity> Severities = new(
        (Severity.Informational, ["informational", "info", "debug"]), (Severity.Low, ["low", "notice", "negligible"]),
        (Severity.Medium, ["medium", "moderate", "warning"]), (Severity.High, ["high", "important", "error"]),
        (Severity.Critical, ["critical", "alert"]), (Severity.Fatal, ["fatal", "emergency"]));

    public static readonly Vocabulary<VexStatus> VexStatuses = new(
        (VexStatus.NotAffected, ["not_affected", "false_positive"]), (VexStatus.Fixed, ["fixed", "resolved", "resolved_with_pedigree"]),
        (VexStatus.Affected, ["affected", "exploitable"]), (VexStatus.UnderInvestigation, ["under_investigation", "in_triage"]));

    /// <summary>Words that <see cref="ContextReading"/> knows, among others.</summary>
    public static readonly IReadOnlyList<string> Environments = ["production", "staging", "test", "development"];

    public static readonly IReadOnlyList<string> Criticalities = ["critical", "high", "medium", "low"];

    public static readonly IReadOnlyList<string> DataClasses = ["restricted", "confidential", "internal", "public"];
}

/// <summary>Words and what they mean.</summary>
internal sealed class Vocabulary<T>
    where T : struct
{
    private readonly Dictionary<string, T> _meanings;

    public Vocabulary(params (T Meaning, string[] Words)[] entries)
    {
        Words = [.. entries.SelectMany(static entry => entry.Words)];
        Usual = [.. entries.Select(static entry => entry.Words[0])];
        _meanings = entries.SelectMany(static entry => entry.Words.Select(word => (word, entry.Meaning)))
            .ToDictionary(static pair => pair.word, static pair => pair.Meaning, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>One word for each meaning.</summary>
    public IReadOnlyList<string> Usual { get; }

    public T? Meaning(string text) => _meanings.TryGetValue(text.Trim(), out var meaning) ? meaning : null;
}
