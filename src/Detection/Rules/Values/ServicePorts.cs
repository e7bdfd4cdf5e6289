using System.Collections.Frozen;
using System.Text;

namespace IncidentMesh.Detection.Rules.Values;

/// <summary>
/// Names of services that may stand for ports. Falco asks the machine's <c>/etc/services</c>; a rule set must mean the
/// same everywhere, so these are the names that rules use.
/// </summary>
internal static class ServicePorts
{
    private static readonly FrozenDictionary<string, ushort> Ports = new Dictionary<string, ushort>
    {
        ["ftp"] = 21,
        ["ssh"] = 22,
        ["telnet"] = 23,
        ["smtp"] = 25,
        ["domain"] = 53,
        ["bootps"] = 67,
        ["bootpc"] = 68,
        ["tftp"] = 69,
        ["http"] = 80,
        ["kerberos"] = 88,
        ["pop3"] = 110,
        ["sunrpc"] = 111,
        ["ntp"] = 123,
        ["imap2"] = 143,
        ["snmp"] = 161,
        ["bgp"] = 179,
        ["irc"] = 194,
        ["ldap"] = 389,
        ["https"] = 443,
        ["syslog"] = 514,
        ["ldaps"] = 636,
        ["imaps"] = 993,
        ["pop3s"] = 995,
        ["nfs"] = 2049,
        ["mysql"] = 3306,
        ["postgresql"] = 5432,
        ["amqp"] = 5672,
        ["redis"] = 6379,
        ["http-alt"] = 8080,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool TryFind(ReadOnlySpan<byte> name, out ushort port)
    {
        port = 0;
        return name.Length is > 0 and < 16 && char.IsAsciiLetter((char)name[0])
            && Ports.TryGetValue(Encoding.UTF8.GetString(name), out port);
    }
}
