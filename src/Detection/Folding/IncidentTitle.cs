using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Workloads;

namespace IncidentMesh.Detection;

/// <summary>One line that names an incident.</summary>
public static class IncidentTitle
{
    /// <summary>Longest title, in characters.</summary>
    public const int Longest = 200;

    /// <returns>
    /// Its most severe rule, how many more there are, and the subject: <c>Terminal shell in container and 3 more on
    /// shop/web</c>. Holds names that strangers chose: escape it where it is shown.
    /// </returns>
    public static string Of(IncidentFold fold, SubjectRef subject)
    {
        ArgumentNullException.ThrowIfNull(fold);
        ArgumentNullException.ThrowIfNull(subject);
        // Of a storm its loudest rule says most, of anything else its worst.
        var first = subject.Kind == SubjectKinds.Digest
            ? fold.Rules.OrderByDescending(static hits => hits.Count).FirstOrDefault()
            : fold.Rules.OrderByDescending(static hits => hits.Severity).FirstOrDefault();
        var what = first?.Title ?? "Activity";
        var more = fold.Rules.Count > 1 ? $" and {fold.Rules.Count - 1} more" : "";
        var where = more + Where(fold, subject);
        if (where.Length > Longest / 2)
            where = Cut(where, Longest / 2);

        return Cut(what, Longest - where.Length) + where;
    }

    private static string Where(IncidentFold fold, SubjectRef subject) => subject.Kind switch
    {
        SubjectKinds.Digest => $" in {Spread(fold)}",
        SubjectKinds.Workload when subject.Workload is { } workload => $" on {workload.Namespace}/{workload.Name}",
        SubjectKinds.Node => $" on node {subject.Name}",
        SubjectKinds.Sensor => $" at sensor {subject.Name}",
        SubjectKinds.User => $" by {subject.Name}",
        _ => $" in {subject.Cluster} ({subject.Name})",
    };

    /// <returns><c>37 workloads</c>; <c>places</c> where they are of several kinds.</returns>
    private static string Spread(IncidentFold fold)
    {
        var others = fold.Subjects.ContainsKey(FoldBuilder.Other);
        var kinds = fold.Subjects.Keys.Where(static name => name != FoldBuilder.Other).Select(static name => name.Split(' ', 2)[0]).ToHashSet(StringComparer.Ordinal);
        var what = kinds.SetEquals([SubjectKinds.Workload]) ? "workloads" : kinds.SetEquals([SubjectKinds.Node]) ? "nodes" : "places";
        return others ? $"more than {fold.Subjects.Count - 1} {what}" : $"{fold.Subjects.Count} {what}";
    }

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
            return text;

        var end = char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1;
        return $"{text.AsSpan(0, end)}…";
    }
}
