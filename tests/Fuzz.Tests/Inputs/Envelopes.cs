using System.Text;
using System.Text.Json;
using IncidentMesh.Testing;

namespace IncidentMesh.Fuzz.Tests.Inputs;

/// <summary>An audit event in each of the envelopes that clouds and relays put around it.</summary>
internal static class Envelopes
{
    private static readonly string Event = Encoding.UTF8.GetString(SampleFiles.Read("kubernetes-audit/audit-log.ndjson")).Split('\n')[0];

    public static byte[][] All { get; } =
    [
        .. new[]
        {
            $$$"""{"specversion":"1.0","type":"audit","source":"/x","id":"1","data":{{{Event}}}}""",
            $$$"""{"specversion":"1.0","type":"audit","source":"/x","id":"1","data_base64":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(Event))}}}"}""",
            $$$"""{"messageType":"DATA_MESSAGE","logGroup":"g","logStream":"s","logEvents":[{"id":"1","timestamp":1780300000000,"message":{{{Quoted}}}}]}""",
            $$$$"""{"records":[{"category":"kube-audit","properties":{"log":{{{{Quoted}}}}}}]}""",
            """{"receiver":"r","version":"4","alerts":[{"status":"firing","labels":{"rule_id":"R1","severity":"5","pod_name":"p"},"annotations":{}}]}""",
            """{"kind":"List","apiVersion":"v1","items":[{"kind":"Event","involvedObject":{"kind":"Pod","name":"p"},"reason":"BackOff"}]}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static string Quoted => JsonSerializer.Serialize(Event);
}
