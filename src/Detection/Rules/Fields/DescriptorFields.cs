using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>Fields of the file or connection that the call works on.</summary>
internal static class DescriptorFields
{
    public static ImmutableArray<FieldDefinition> All { get; } =
    [
        new("fd.num", FieldType.Integer64, "Number of the descriptor."),
        new("fd.type", FieldType.Text, "Kind of descriptor: file, directory, ipv4, ipv6, unix, pipe and others."),
        new("fd.typechar", FieldType.Text, "The same as one letter."),
        new("fd.name", FieldType.Text, "Path of a file, or the ends of a connection."),
        new("fd.nameraw", FieldType.Text, "Path as the call gave it."),
        new("fd.directory", FieldType.Text, "Folder of a file."),
        new("fd.filename", FieldType.Text, "Name of a file without its folder."),
        new("fd.ip", FieldType.IpAddress, "Address of either end.")
        {
            Values = FieldValues.EitherEnd,
            ComparesWithFields = false,
            Prints = false,
        },
        new("fd.cip", FieldType.IpAddress, "Address of the client."),
        new("fd.sip", FieldType.IpAddress, "Address of the server."),
        new("fd.lip", FieldType.IpAddress, "Local address."),
        new("fd.rip", FieldType.IpAddress, "Remote address."),
        new("fd.port", FieldType.Port, "Port of either end.")
        {
            Values = FieldValues.EitherEnd,
            ComparesWithFields = false,
            Prints = false,
        },
        new("fd.cport", FieldType.Port, "Port of the client."),
        new("fd.sport", FieldType.Port, "Port of the server."),
        new("fd.lport", FieldType.Port, "Local port."),
        new("fd.rport", FieldType.Port, "Remote port."),
        new("fd.l4proto", FieldType.Text, "tcp, udp, icmp or raw."),
        new("fd.sockfamily", FieldType.Text, "ip or unix."),
        new("fd.is_server", FieldType.Boolean, "Whether the process owns the server's end."),
        new("fd.uid", FieldType.Text, "Descriptor and thread in one."),
        new("fd.containername", FieldType.Text, "Container id and fd.name in one."),
        new("fd.containerdirectory", FieldType.Text, "Container id and fd.directory in one."),
        new("fd.proto", FieldType.Port, "Service of either end.")
        {
            Values = FieldValues.EitherEnd,
            ComparesWithFields = false,
            Prints = false,
        },
        new("fd.cproto", FieldType.Text, "Service at the client's end."),
        new("fd.sproto", FieldType.Text, "Service at the server's end."),
        new("fd.lproto", FieldType.Text, "Service at the local end."),
        new("fd.rproto", FieldType.Text, "Service at the remote end."),
        new("fd.net", FieldType.IpNetwork, "Network of either end.")
        {
            Values = FieldValues.EitherEnd,
            ComparesWithFields = false,
            Prints = false,
        },
        new("fd.cnet", FieldType.IpNetwork, "Network of the client.") { ComparesWithFields = false, Prints = false },
        new("fd.snet", FieldType.IpNetwork, "Network of the server.") { ComparesWithFields = false, Prints = false },
        new("fd.lnet", FieldType.IpNetwork, "Local network.") { ComparesWithFields = false, Prints = false },
        new("fd.rnet", FieldType.IpNetwork, "Remote network.") { ComparesWithFields = false, Prints = false },
        new("fd.connected", FieldType.Boolean, "Whether the connection is established."),
        new("fd.name_changed", FieldType.Boolean, "Whether the event changes the name."),
        new("fd.cip.name", FieldType.Text, "Domain name of the client.") { ComparesWithFields = false },
        new("fd.sip.name", FieldType.Text, "Domain name of the server.") { ComparesWithFields = false },
        new("fd.lip.name", FieldType.Text, "Domain name of the local end.") { ComparesWithFields = false },
        new("fd.rip.name", FieldType.Text, "Domain name of the remote end.") { ComparesWithFields = false },
        new("fd.dev", FieldType.Integer32, "Device of the file."),
        new("fd.dev.major", FieldType.Integer32, "Major number of the device."),
        new("fd.dev.minor", FieldType.Integer32, "Minor number of the device."),
        new("fd.ino", FieldType.Integer64, "Inode of the file."),
        new("fd.types", FieldType.Text, "Kinds of all open descriptors, or of one.")
        {
            Argument = FieldArgumentForm.Optional,
            ArgumentKind = FieldArgumentKind.Index,
            Values = FieldValues.List,
        },
        new("fd.is_upper_layer", FieldType.Boolean, "Whether the file came into the container after its start."),
        new("fd.is_lower_layer", FieldType.Boolean, "Whether the file is part of the container's image."),
        new("fdlist.nums", FieldType.Text, "Descriptors of a poll."),
        new("fdlist.names", FieldType.Text, "Names of the descriptors of a poll."),
        new("fdlist.cips", FieldType.Text, "Client addresses of a poll."),
        new("fdlist.sips", FieldType.Text, "Server addresses of a poll."),
        new("fdlist.cports", FieldType.Text, "Client ports of a poll."),
        new("fdlist.sports", FieldType.Text, "Server ports of a poll."),
        new("fs.path.name", FieldType.Text, "Path that the call works on."),
        new("fs.path.nameraw", FieldType.Text, "The same as the call gave it."),
        new("fs.path.source", FieldType.Text, "Path that the call takes from."),
        new("fs.path.sourceraw", FieldType.Text, "The same as the call gave it."),
        new("fs.path.target", FieldType.Text, "Path that the call leads to."),
        new("fs.path.targetraw", FieldType.Text, "The same as the call gave it."),
    ];
}
