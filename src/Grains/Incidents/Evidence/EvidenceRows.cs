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
    /// <param name="plan">Id of the plan.</param>
    /// <param name="number">Of a file, from 1 on; 0 of the manifest.</param>
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
            if (files.Count == EvidenceLimits.MostFiles || file.Content.Length > EvidenceLimits.MostBytesOfFile || bytes + file.Content.Length > EvidenceLimits.MostBytes)
            {
                missing.Add($"{file.File.Name}: {file.File.Bytes} bytes, for which there was no room.");
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
        foreach (var (index, file) in collected.Files.Index())
        {
            draft.Write(new LedgerRow(Key(plan, index + 1), file.Content));
        }

        var manifest = new EvidenceManifest { Plan = plan, RecordedAt = draft.Now, Files = [.. collected.Files.Select(static file => file.File)], Missing = collected.Missing };
        draft.Write(new LedgerRow(Key(plan, 0), serializer.SerializeToArray(manifest)));
    }
}
