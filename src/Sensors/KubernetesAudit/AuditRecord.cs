using System.Text;
using System.Text.Json;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Mapping;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.KubernetesAudit;

/// <summary>What an audit event says, in words.</summary>
internal static class AuditRecord
{
    private const int MostGroups = 16;
    private const int GroupSlots = 1024;
    private const int LongestKept = 1024;
    private static readonly GroupEntry?[] GroupTable = new GroupEntry?[GroupSlots];

    public static Dictionary<string, string> Facts(ReadOnlySpan<byte> json, in AuditEvent audit)
    {
        var facts = new Dictionary<string, string>(16, StringComparer.Ordinal);
        Add(facts, AuditFacts.AuditId, Text(json, audit.AuditId));
        Add(facts, AuditFacts.Stage, EventText.Name(json, audit.Stage));
        Add(facts, AuditFacts.Verb, EventText.Name(json, audit.Verb));
        Add(facts, AuditFacts.ApiGroup, EventText.Name(json, audit.ApiGroup));
        Add(facts, AuditFacts.Resource, EventText.Name(json, audit.Resource));
        Add(facts, AuditFacts.Subresource, EventText.Name(json, audit.Subresource));
        Add(facts, AuditFacts.Namespace, EventText.Name(json, audit.Namespace));
        Add(facts, AuditFacts.Name, EventText.Name(json, audit.ObjectName));
        Add(facts, AuditFacts.User, EventText.Name(json, audit.UserName));
        Add(facts, AuditFacts.ImpersonatedUser, EventText.Name(json, audit.ImpersonatedUser));
        Add(facts, AuditFacts.Groups, Groups(json, audit.Groups));
        Add(facts, AuditFacts.Code, EventText.Name(json, audit.Code));
        Add(facts, AuditFacts.Decision, EventText.Name(json, audit.Decision));
        Add(facts, AuditFacts.UserAgent, EventText.Name(json, audit.UserAgent));
        Add(facts, AuditFacts.SourceIp, LastOf(json, audit.SourceIps));
        if (!audit.Resource.IsKnown)
            Add(facts, AuditFacts.Path, Path(EventText.Name(json, audit.RequestUri)));
        else if (audit.Subresource.IsKnown)
            Subresource(facts, json, in audit);

        return facts;
    }

    /// <summary>Verb and resource; for a request without one the first part of its path, so that there are few of them.</summary>
    public static string Rule(IReadOnlyDictionary<string, string> facts)
    {
        var verb = facts.GetValueOrDefault(AuditFacts.Verb, "unknown");
        if (!facts.TryGetValue(AuditFacts.Resource, out var resource))
        {
            var path = facts.GetValueOrDefault(AuditFacts.Path, "/");
            var end = path.IndexOf('/', 1);
            return $"{verb} {(end > 0 ? path[..end] : path)}";
        }

        return facts.TryGetValue(AuditFacts.Subresource, out var subresource)
            ? $"{verb} {resource}/{subresource}"
            : $"{verb} {resource}";
    }

    /// <summary><c>alice: create pods/exec shop/web-1 (101)</c>.</summary>
    public static string Summary(IReadOnlyDictionary<string, string> facts, string rule)
    {
        var text = new StringBuilder(facts.GetValueOrDefault(AuditFacts.User, "unknown user"));
        if (facts.TryGetValue(AuditFacts.ImpersonatedUser, out var impersonated))
            text.Append(" as ").Append(impersonated);
        text.Append(": ").Append(rule);

        var place = facts.GetValueOrDefault(AuditFacts.Namespace);
        var name = facts.GetValueOrDefault(AuditFacts.Name);
        if (place is not null || name is not null)
            text.Append(' ').Append(place).Append(place is null || name is null ? "" : "/").Append(name);
        if (facts.TryGetValue(AuditFacts.Command, out var command))
            text.Append(": ").Append(command);
        if (facts.TryGetValue(AuditFacts.Code, out var code))
            text.Append(" (").Append(code).Append(')');

        return text.Length <= EventText.SummaryLength ? text.ToString() : text.ToString(0, EventText.SummaryLength);
    }

    private static string? Text(ReadOnlySpan<byte> json, JsonSlice slice)
    {
        if (slice.Type != JsonTokenType.String)
            return null;

        Span<byte> buffer = stackalloc byte[EventText.NameLength];
        return Encoding.UTF8.GetString(EventText.Unescape(json, slice, buffer));
    }

    private static string? Path(string? uri) => uri?.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? uri[..query] : uri;

    private static void Subresource(Dictionary<string, string> facts, ReadOnlySpan<byte> json, in AuditEvent audit)
    {
        Add(facts, AuditFacts.ReceivedAt, Text(json, audit.ReceivedTime));
        var subresource = audit.Subresource.Text(json);
        if (subresource.SequenceEqual("exec"u8) || subresource.SequenceEqual("attach"u8))
            AuditCommand.Read(json, audit.RequestUri, facts);
        else if (subresource.SequenceEqual("ephemeralcontainers"u8))
            DebugContainer(facts, json);
    }

    /// <summary>The container that <c>kubectl debug</c> adds is the last of those sent; there is none where the policy records metadata only.</summary>
    private static void DebugContainer(Dictionary<string, string> facts, ReadOnlySpan<byte> json)
    {
        EventView added = default;
        foreach (var container in EventTree.Read(json)["requestObject"u8]["spec"u8]["ephemeralContainers"u8])
            added = container;

        Add(facts, AuditFacts.Container, added["name"u8].Name());
        Add(facts, AuditFacts.Command, AuditCommand.Cut($"{added["command"u8].Joined()} {added["args"u8].Joined()}".Trim()));
        Add(facts, AuditFacts.Terminal, added["tty"u8].Name());
    }

    /// <summary>Groups joined; the same for all requests of a user, so kept by their bytes like tags.</summary>
    private static string? Groups(ReadOnlySpan<byte> json, JsonSlice groups)
    {
        if (groups.Type != JsonTokenType.StartArray)
            return null;

        var raw = groups.Of(json);
        ref var slot = ref GroupTable[ByteHash.Of(raw) % GroupSlots];
        if (slot is { } known && known.Raw.AsSpan().SequenceEqual(raw))
            return known.Joined;

        var names = new List<string>(4);
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        while (names.Count < MostGroups && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            if (EventText.Name(raw, JsonSlice.Take(ref reader)) is { } name)
                names.Add(name);

        var joined = string.Join(',', names);
        if (raw.Length <= LongestKept)
            slot = new GroupEntry(raw.ToArray(), joined);
        return joined;
    }

    private static string? LastOf(ReadOnlySpan<byte> json, JsonSlice values)
    {
        if (values.Type != JsonTokenType.StartArray)
            return null;

        var raw = values.Of(json);
        JsonSlice last = default;
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            last = JsonSlice.Take(ref reader);

        return EventText.Name(raw, last);
    }

    private static void Add(Dictionary<string, string> facts, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            facts.Add(name, value);
    }

    private sealed record GroupEntry(byte[] Raw, string Joined);
}
