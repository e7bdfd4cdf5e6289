using System.Text.Json;
using IncidentMesh.Detection.Vulnerabilities.Formats;

namespace IncidentMesh.Detection.Vulnerabilities.Vex;

/// <summary>Statements of vendors, applied to what scanners found.</summary>
public sealed class VexDocuments
{
    private readonly Dictionary<string, List<VexStatement>> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<VexStatement> _used = new(ReferenceEqualityComparer.Instance);

    public int Statements { get; private set; }

    /// <summary>Statements that were about nothing that was found: a wrong digest or name, or a stale document.</summary>
    public int Unused => Statements - _used.Count;

    /// <summary>Adds the statements of a CycloneDX document.</summary>
    /// <returns>False where it is no such document.</returns>
    public bool Add(JsonElement root)
    {
        if (root.Text("bomFormat") != "CycloneDX")
            return false;
        foreach (var statement in CycloneDxVex.Read(root))
        {
            Statements++;
            foreach (var id in statement.Aliases.Prepend(statement.Id).Distinct(StringComparer.Ordinal))
            {
                if (!_byId.TryGetValue(id, out var same))
                    _byId.Add(id, same = []);
                same.Add(statement);
            }
        }

        return true;
    }

    /// <summary>The vulnerability with what is said of it. Where statements differ, the more cautious one counts.</summary>
    public Vulnerability Apply(Vulnerability found)
    {
        ArgumentNullException.ThrowIfNull(found);
        VexStatement? cautious = null;
        foreach (var statement in found.Aliases.Prepend(found.Id).SelectMany(id => _byId.GetValueOrDefault(id) ?? []))
        {
            if (!statement.IsAbout(found))
                continue;
            _used.Add(statement);
            if (cautious is null || Caution(statement.Status) > Caution(cautious.Status))
                cautious = statement;
        }

        return cautious is null || Caution(found.Vex) >= Caution(cautious.Status)
            ? found
            : found with { Vex = cautious.Status, VexReason = cautious.Reason };
    }

    /// <summary>Nothing said is not caution: it is overruled by anything.</summary>
    internal static int Caution(VexStatus status) => status switch
    {
        VexStatus.Affected => 4,
        VexStatus.UnderInvestigation => 3,
        VexStatus.Fixed => 2,
        VexStatus.NotAffected => 1,
        _ => 0,
    };
}
