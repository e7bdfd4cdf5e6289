namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>Falco's types of fields, as far as fields have them.</summary>
public enum FieldType
{
    /// <summary>UTF-8 text; Falco's CHARBUF and FSPATH.</summary>
    Text,

    /// <summary>Bytes of any kind; BYTEBUF.</summary>
    Bytes,

    /// <summary><c>true</c> or <c>false</c>; BOOL.</summary>
    Boolean,

    /// <summary>Signed, 16 bits.</summary>
    Integer16,

    /// <summary>Signed, 32 bits.</summary>
    Integer32,

    /// <summary>Signed, 64 bits.</summary>
    Integer64,

    /// <summary>Unsigned, 32 bits.</summary>
    Unsigned32,

    /// <summary>Unsigned, 64 bits.</summary>
    Unsigned64,

    /// <summary>A TCP or UDP port, 16 bits; constants may be names of services.</summary>
    Port,

    /// <summary>A span of time in nanoseconds; RELTIME.</summary>
    RelativeTime,

    /// <summary>Nanoseconds since 1970; ABSTIME.</summary>
    AbsoluteTime,

    /// <summary>A floating point number.</summary>
    Real,

    /// <summary>An IPv4 or IPv6 address.</summary>
    IpAddress,

    /// <summary>An address in the event that is compared with networks in CIDR notation.</summary>
    IpNetwork,

    /// <summary>Decided by what it is compared with: a number where it can be, else text; Falco's DYN.</summary>
    Dynamic,
}
