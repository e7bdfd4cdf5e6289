namespace IncidentMesh.Detection.Rules.Events.Alerts;

/// <summary>
/// What <c>fd.name</c> tells of other fields: of a connection <c>client:port->server:port</c>, of a file its path.
/// </summary>
internal static class DescriptorPart
{
    /// <returns>The text of a field; empty where the name does not tell it.</returns>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> name, string field)
    {
        var arrow = name.Span.IndexOf("->"u8);
        if (arrow >= 0)
        {
            return field switch
            {
                "fd.cip" => Address(name[..arrow]),
                "fd.cport" => Port(name[..arrow]),
                "fd.sip" => Address(name[(arrow + 2)..]),
                "fd.sport" => Port(name[(arrow + 2)..]),
                _ => default,
            };
        }

        var slash = name.Span.LastIndexOf((byte)'/');
        if (slash < 0 || name.Span[0] != (byte)'/')
            return default;
        return field switch
        {
            "fd.directory" => name[..Math.Max(slash, 1)],
            "fd.filename" => name[(slash + 1)..],
            _ => default,
        };
    }

    private static ReadOnlyMemory<byte> Address(ReadOnlyMemory<byte> end) =>
        end.Span.LastIndexOf((byte)':') is > 0 and var colon ? end[..colon] : default;

    private static ReadOnlyMemory<byte> Port(ReadOnlyMemory<byte> end) =>
        end.Span.LastIndexOf((byte)':') is > 0 and var colon ? end[(colon + 1)..] : default;
}
