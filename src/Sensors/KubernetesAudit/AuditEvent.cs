using System.Text.Json;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.KubernetesAudit;

/// <summary>
/// Where the parts of one audit event lie in its bytes: <c>audit.k8s.io/v1</c>, and <c>v1beta1</c>, which differs in
/// <c>timestamp</c> and <c>metadata.creationTimestamp</c>.
/// </summary>
internal struct AuditEvent
{
    public JsonSlice Kind;
    public JsonSlice ApiVersion;
    public JsonSlice AuditId;
    public JsonSlice Stage;
    public JsonSlice Verb;
    public JsonSlice RequestUri;
    public JsonSlice UserAgent;
    public JsonSlice UserName;
    public JsonSlice Groups;
    public JsonSlice CallerPod;
    public JsonSlice ImpersonatedUser;
    public JsonSlice SourceIps;
    public JsonSlice ApiGroup;
    public JsonSlice Resource;
    public JsonSlice Subresource;
    public JsonSlice Namespace;
    public JsonSlice ObjectName;
    public JsonSlice Code;
    public JsonSlice Decision;
    public JsonSlice ReceivedTime;
    public JsonSlice StageTime;
    public JsonSlice Timestamp;
    public JsonSlice CreationTime;

    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <returns>Whether it is an object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out AuditEvent audit)
    {
        audit = default;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.ValueSpan;
            switch (name.Length)
            {
                case 4 when name.SequenceEqual("kind"u8): Next(ref reader, ref audit.Kind); break;
                case 4 when name.SequenceEqual("verb"u8): Next(ref reader, ref audit.Verb); break;
                case 4 when name.SequenceEqual("user"u8): ReadUser(ref reader, ref audit.UserName, ref audit.Groups, ref audit.CallerPod); break;
                case 5 when name.SequenceEqual("stage"u8): Next(ref reader, ref audit.Stage); break;
                case 7 when name.SequenceEqual("auditID"u8): Next(ref reader, ref audit.AuditId); break;
                case 8 when name.SequenceEqual("metadata"u8): ReadMetadata(ref reader, ref audit); break;
                case 9 when name.SequenceEqual("objectRef"u8): ReadObject(ref reader, ref audit); break;
                case 9 when name.SequenceEqual("sourceIPs"u8): Next(ref reader, ref audit.SourceIps); break;
                case 9 when name.SequenceEqual("userAgent"u8): Next(ref reader, ref audit.UserAgent); break;
                case 9 when name.SequenceEqual("timestamp"u8): Next(ref reader, ref audit.Timestamp); break;
                case 10 when name.SequenceEqual("apiVersion"u8): Next(ref reader, ref audit.ApiVersion); break;
                case 10 when name.SequenceEqual("requestURI"u8): Next(ref reader, ref audit.RequestUri); break;
                case 11 when name.SequenceEqual("annotations"u8): ReadAnnotations(ref reader, ref audit); break;
                case 14 when name.SequenceEqual("responseStatus"u8): ReadStatus(ref reader, ref audit); break;
                case 14 when name.SequenceEqual("stageTimestamp"u8): Next(ref reader, ref audit.StageTime); break;
                case 16 when name.SequenceEqual("impersonatedUser"u8):
                    JsonSlice ignored = default;
                    ReadUser(ref reader, ref audit.ImpersonatedUser, ref ignored, ref ignored);
                    break;
                case 24 when name.SequenceEqual("requestReceivedTimestamp"u8): Next(ref reader, ref audit.ReceivedTime); break;
                default: reader.Skip(); break;
            }
        }

        // Anything after the object is an error that only reading on shows.
        reader.Read();
        return true;
    }

    private static void Next(ref Utf8JsonReader reader, ref JsonSlice slice)
    {
        reader.Read();
        slice = JsonSlice.Take(ref reader);
    }

    /// <summary>Steps into the next value.</summary>
    /// <returns>False where it is no object; then it is read to its end.</returns>
    private static bool Enter(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
            return true;

        reader.Skip();
        return false;
    }

    private static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndObject;

    private static void ReadUser(ref Utf8JsonReader reader, ref JsonSlice user, ref JsonSlice groups, ref JsonSlice pod)
    {
        if (!Enter(ref reader))
            return;

        while (NextMember(ref reader))
        {
            if (reader.ValueSpan.SequenceEqual("username"u8))
                Next(ref reader, ref user);
            else if (reader.ValueSpan.SequenceEqual("groups"u8))
                Next(ref reader, ref groups);
            else if (reader.ValueSpan.SequenceEqual("extra"u8))
                ReadExtra(ref reader, ref pod);
            else
                reader.Skip();
        }
    }

    /// <summary>A service account's token says which pod it was made for.</summary>
    private static void ReadExtra(ref Utf8JsonReader reader, ref JsonSlice pod)
    {
        if (!Enter(ref reader))
            return;

        while (NextMember(ref reader))
        {
            if (!reader.ValueSpan.SequenceEqual("authentication.kubernetes.io/pod-name"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    pod = JsonSlice.Take(ref reader);
            else
                reader.Skip();
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ref AuditEvent audit)
    {
        if (!Enter(ref reader))
            return;

        while (NextMember(ref reader))
        {
            if (reader.ValueSpan.SequenceEqual("creationTimestamp"u8))
                Next(ref reader, ref audit.CreationTime);
            else
                reader.Skip();
        }
    }

    private static void ReadObject(ref Utf8JsonReader reader, ref AuditEvent audit)
    {
        if (!Enter(ref reader))
            return;

        while (NextMember(ref reader))
        {
            var name = reader.ValueSpan;
            switch (name.Length)
            {
                case 4 when name.SequenceEqual("name"u8): Next(ref reader, ref audit.ObjectName); break;
                case 8 when name.SequenceEqual("resource"u8): Next(ref reader, ref audit.Resource); break;
                case 8 when name.SequenceEqual("apiGroup"u8): Next(ref reader, ref audit.ApiGroup); break;
                case 9 when name.SequenceEqual("namespace"u8): Next(ref reader, ref audit.Namespace); break;
                case 11 when name.SequenceEqual("subresource"u8): Next(ref reader, ref audit.Subresource); break;
                default: reader.Skip(); break;
            }
        }
    }

    private static void ReadStatus(ref Utf8JsonReader reader, ref AuditEvent audit)
    {
        if (!Enter(ref reader))
            return;

        while (NextMember(ref reader))
        {
            if (reader.ValueSpan.SequenceEqual("code"u8))
                Next(ref reader, ref audit.Code);
            else
                reader.Skip();
        }
    }

    private static void ReadAnnotations(ref Utf8JsonReader reader, ref AuditEvent audit)
    {
        if (!Enter(ref reader))
            return;

        while (NextMember(ref reader))
        {
            if (reader.ValueSpan.SequenceEqual("authorization.k8s.io/decision"u8))
                Next(ref reader, ref audit.Decision);
            else
                reader.Skip();
        }
    }
}
