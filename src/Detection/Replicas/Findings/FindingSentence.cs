using System.Globalization;

namespace IncidentMesh.Detection.Replicas.Findings;

/// <summary>Says a finding in words.</summary>
internal static class FindingSentence
{
    public static string Recovered(string who) => $"{who} is again as its siblings are.";

    public static string Of(string who, IReadOnlyList<FeatureEvidence> evidence, double years)
    {
        var first = evidence[0];
        var more = evidence.Count > 1 ? $" and {evidence.Count - 1} more features" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{who}: {first.Feature} {first.Count:0.##} in {first.Seconds / 60:0.#} min; peers {first.Peers.Count:0.##} in {first.Peers.Seconds / 3600:0.#} h{more}. Less than once in {years:0.#} years.");
    }
}
