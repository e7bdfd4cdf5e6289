using System.Globalization;
using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Evidence;
using IncidentMesh.Contracts.Storage;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Incidents.Evidence;

/// <summary>What plans kept of their workloads: rows beside the incident, the manifest first, then each file as it is, compressed.</summary>
internal static class EvidenceRows
{
    /// <summary>Bytes of files in one commit, whoever collected them: the rest of it is small.</summary>
    private const int Room = LedgerLimits.MaxCommitBytes / 2;

    private const int MostFiles = 64;

    public static string Key(string plan, int number) => string.Create(CultureInfo.InvariantCulture, $"evidence/{plan}/{number:D3}");

    /// <returns>What of a step's result fits into a commit; null where it collected nothing at all.</returns>
    public static EvidenceCollected? Fit(ReadOnlyMemory<byte> result)
    {
        if (result.IsEmpty || JsonSerializer.Deserialize(result.Span, EffectJson.Default.EvidenceCollected) is not { } collected)
        {
            return null;
        }

        List<CollectedFile> files = [];
        List<string> missing = [.. collected.Missing];
        var bytes = 0;
        foreach (var file in collected.Files)
        {
            if (files.Count == MostFiles || file.Content.Length > LedgerLimits.MaxBytes || bytes + file.Content.Length > Room)
            {
                missing.Add($"{file.Name}: {file.Bytes} bytes; there was no room for it.");
                continue;
            }

            bytes += file.Content.Length;
            files.Add(file);
        }

        return new EvidenceCollected(files, missing);
    }

    /// <summary>Writes what a step collected together with what is said of it.</summary>
    public static void Write(IncidentDraft draft, string plan, EvidenceCollected collected, Serializer serializer)
    {
        List<EvidenceFile> files = [];
        foreach (var file in collected.Files)
        {
            files.Add(new EvidenceFile(files.Count + 1, file.Name, file.TakenAt, file.Bytes, file.Sha256, file.IsCut));
            draft.Write(new LedgerRow(Key(plan, files.Count), file.Content));
        }

        var manifest = new EvidenceManifest { Plan = plan, RecordedAt = draft.Now, Files = files, Missing = collected.Missing };
        draft.Write(new LedgerRow(Key(plan, 0), serializer.SerializeToArray(manifest)));
    }
}
