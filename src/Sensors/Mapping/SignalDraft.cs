using System.Globalization;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Sensors.Reading;

namespace IncidentMesh.Sensors.Mapping;

/// <summary>
/// What a format has read so far of one event, with its fields under Falco's names, so that one rule reads every
/// sensor. A field that the event does not state is absent.
/// </summary>
internal sealed class SignalDraft
{
    private const int MostTags = 32;
    private const int MostAncestors = 8;
    private const int ShortContainerId = 12;
    private readonly List<string> _tags = [];

    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Tags => _tags;

    public string? Rule { get; set; }

    public string? Summary { get; set; }

    public Severity Severity { get; set; }

    public SignalKind Kind { get; set; }

    public PreciseTime? Time { get; set; }

    public SignalId? Id { get; set; }

    /// <summary>What the replica did, where the fields do not say it; else null.</summary>
    public string? Activity { get; set; }

    /// <summary>Whether the event is of a node, outside any container.</summary>
    public bool OnHost { get; set; }

    public string? this[string field] => Fields.GetValueOrDefault(field);

    public void Set(string field, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            Fields[field] = value.Length <= EventText.SummaryLength ? value : value[..EventText.SummaryLength];
    }

    public void Set(string field, long? value) => Set(field, value?.ToString(CultureInfo.InvariantCulture));

    public void Tag(string? tag)
    {
        if (!string.IsNullOrEmpty(tag) && _tags.Count < MostTags && !_tags.Contains(tag))
            _tags.Add(tag);
    }

    /// <summary>The sensor speaks of itself: events that it lost or held back.</summary>
    public void Health(string rule, string summary)
    {
        Kind = SignalKind.SensorHealth;
        Severity = Severity.Medium;
        Rule = rule;
        Summary = summary;
    }

    public void Process(string? path, string? arguments)
    {
        Set("proc.exepath", path);
        Set("proc.name", BaseName(path));
        Set("proc.args", arguments);
        Set("proc.cmdline", Line(path, arguments));
    }

    /// <summary>The command line of a process that the sensor gives as one text, its program first.</summary>
    public void CommandLine(string? line)
    {
        if (line is null)
            return;
        Set("proc.cmdline", line);
        if (line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank)
            Set("proc.args", line[(blank + 1)..]);
    }

    /// <param name="generation">1 is the parent.</param>
    /// <param name="path">Its program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="pid">Its process id on the node.</param>
    public void Ancestor(int generation, string? path, string? arguments, string? pid)
    {
        if (generation > MostAncestors)
            return;

        Set($"proc.aname[{generation}]", BaseName(path));
        Set($"proc.aexepath[{generation}]", path);
        Set($"proc.acmdline[{generation}]", Line(path, arguments));
        Set($"proc.apid[{generation}]", pid);
        if (generation > 1)
            return;
        Set("proc.pname", BaseName(path));
        Set("proc.pexepath", path);
        Set("proc.pcmdline", Line(path, arguments));
        Set("proc.ppid", pid);
    }

    /// <summary>A container id with or without its runtime; Falco's <c>container.id</c> is the first 12 characters of it.</summary>
    public void Container(string? id, string? name = null, string? image = null)
    {
        var bare = id?.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? id[(at + 3)..] : id;
        Set("container.full_id", bare);
        Set("container.id", bare?.Length > ShortContainerId ? bare[..ShortContainerId] : bare);
        Set("container.name", name);
        Image(image);
    }

    /// <summary>Splits <c>registry:5000/shop/web:1.2@sha256:…</c>.</summary>
    public void Image(string? image)
    {
        if (string.IsNullOrEmpty(image))
            return;

        Set("container.image", image);
        var digest = image.IndexOf('@', StringComparison.Ordinal);
        if (digest >= 0)
            Set("container.image.digest", image[(digest + 1)..]);
        var named = digest >= 0 ? image[..digest] : image;
        var colon = named.LastIndexOf(':');
        var tagged = colon > named.LastIndexOf('/');
        Set("container.image.repository", tagged ? named[..colon] : named);
        Set("container.image.tag", tagged ? named[(colon + 1)..] : null);
    }

    /// <summary>The client began the connection.</summary>
    public void Connection(string? protocol, string? clientIp, string? clientPort, string? serverIp, string? serverPort)
    {
        Set("fd.l4proto", protocol?.ToLowerInvariant());
        Set("fd.cip", clientIp);
        Set("fd.cport", clientPort);
        Set("fd.sip", serverIp);
        Set("fd.sport", serverPort);
        Set("fd.rip", serverIp);
        Set("fd.rport", serverPort);
        if (serverIp is null)
            return;
        Set("fd.name", $"{clientIp}:{clientPort}->{serverIp}:{serverPort}");
        Set("fd.type", serverIp.Contains(':', StringComparison.Ordinal) ? "ipv6" : "ipv4");
    }

    /// <summary>Of an accepted connection a socket's own end is the server; of one that listens there is no other.</summary>
    public void Socket(string? protocol, string? ownIp, string? ownPort, string? peerIp, string? peerPort)
    {
        switch (this["evt.type"])
        {
            case "accept" or "accept4":
                Connection(protocol, peerIp, peerPort, ownIp, ownPort);
                break;
            case "listen" or "bind":
                Connection(protocol, null, null, ownIp, ownPort);
                break;
            default:
                Connection(protocol, ownIp, ownPort, peerIp, peerPort);
                break;
        }
    }

    public void File(string? path)
    {
        Set("fd.name", path);
        if (path is null)
            return;
        Set("fd.type", "file");
        Set("fd.filename", BaseName(path));
        Set("fd.directory", path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : null);
    }

    public static string? BaseName(string? path) => path?[(path.LastIndexOf('/') + 1)..];

    private static string? Line(string? path, string? arguments) =>
        BaseName(path) is not { } name ? null : string.IsNullOrEmpty(arguments) ? name : $"{name} {arguments}";
}
