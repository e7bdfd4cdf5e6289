namespace IncidentMesh.Integrations.Email;

/// <summary>Section <c>Integrations:Email</c>. Mail is off where the section is empty; half a section refuses to start.</summary>
public sealed class EmailOptions
{
    public const string Section = "Integrations:Email";

    /// <summary>Name or address of the mail server that takes our mail. It may be one of the own network.</summary>
    public string? Host { get; set; }

    /// <summary>Its port. Default 587 with <c>starttls</c>, 465 with <c>tls</c>, 25 with <c>none</c>.</summary>
    public int? Port { get; set; }

    /// <summary><c>starttls</c> (default; nothing is sent without it), <c>tls</c> from the first byte on, or <c>none</c>.</summary>
    public string? Security { get; set; }

    /// <summary>PEM file of the authority that the server's certificate comes from, where the system does not know it.</summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>User at the server; without one, nobody signs in.</summary>
    public string? User { get; set; }

    /// <summary>Its password. A secret; never sent without TLS.</summary>
    public string? Password { get; set; }

    /// <summary>File that holds the password instead, such as a mounted Secret. Read anew for each connection.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Address that the mail comes from.</summary>
    public string? From { get; set; }

    /// <summary>Address that hears of what goes to <c>email</c> without a name.</summary>
    public string? To { get; set; }

    /// <summary>Further addresses by the names that routes call them: <c>payments</c> for <c>email:payments</c>.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; set; } = new Dictionary<string, string>();

    /// <summary>Domains whose addresses manifests may write themselves: <c>example.com</c> for <c>email:anybody@example.com</c>.</summary>
    public IReadOnlyList<string> Domains { get; set; } = [];

    /// <summary>Least severity told: a name of <see cref="Contracts.Signals.Severity"/>. Default Medium.</summary>
    public string? MinimumSeverity { get; set; }
}
