using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Signals;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Integrations.Email;

/// <summary>The validated form of <see cref="EmailOptions"/>.</summary>
/// <param name="Host">The mail server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">TLS from the first byte, by STARTTLS, or none.</param>
/// <param name="From">Who writes.</param>
/// <param name="To">Who hears of what names nobody.</param>
/// <param name="MinimumSeverity">Least severity told.</param>
internal sealed record EmailSettings(string Host, int Port, SecureSocketOptions Security, string From, string To, Severity MinimumSeverity)
{
    public const Severity DefaultSeverity = Severity.Medium;

    /// <summary>Addresses by name.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Authorities that the system does not know; null for the system's.</summary>
    public X509Certificate2Collection? CertificateAuthority { get; init; }

    /// <summary>Who signs in; null for nobody.</summary>
    public SmtpSignIn? SignIn { get; init; }

    /// <summary>What routes may call: names, the addresses behind them, and <c>*@domain</c>.</summary>
    public IEnumerable<string> TargetNames => Addresses.Keys
        .Concat(Addresses.Values.Append(To).Where(address => !Domains.Any(domain => IsOf(address, domain))))
        .Concat(Domains.Select(static domain => NotifierTarget.AnyAddress + domain))
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <returns>The address of a target; null where there is none of that name.</returns>
    public string? AddressOf(string? target) =>
        target is null ? To
        : Addresses.TryGetValue(target, out var named) ? named
        : EmailAddress.IsAddress(target) && (Domains.Any(domain => IsOf(target, domain)) || Addresses.Values.Append(To).Contains(target, StringComparer.OrdinalIgnoreCase)) ? target
        : null;

    /// <returns>Null where mail is not configured at all.</returns>
    /// <exception cref="OptionsValidationException">It is configured in half or wrongly; the message names each key.</exception>
    public static EmailSettings? Read(EmailOptions options)
    {
        string?[] texts = [options.Host, options.Security, options.CertificateAuthority, options.User, options.Password, options.PasswordFile, options.From, options.To, options.MinimumSeverity];
        if (texts.All(string.IsNullOrEmpty) && options.Port is null && options.Addresses.Count == 0 && options.Domains.Count == 0)
            return null;

        List<string> failures = [];
        Check("Host", options.Host, static host => Uri.CheckHostName(host) != UriHostNameType.Unknown, "the name or address of the mail server, without a port");
        Check("From", options.From, EmailAddress.IsAddress, "the address that mail comes from, such as incidentmesh@example.com");
        Check("To", options.To, EmailAddress.IsAddress, "the address that hears of what names nobody, such as soc@example.com");
        foreach (var (name, address) in options.Addresses)
            Check($"Addresses:{name}", address, EmailAddress.IsAddress, "an address, such as payments@example.com");
        foreach (var (index, domain) in options.Domains.Index())
            Check($"Domains:{index}", domain, EmailAddress.IsDomain, "a domain, such as example.com");

        SecureSocketOptions? security = (string.IsNullOrEmpty(options.Security) ? "starttls" : options.Security.ToLowerInvariant()) switch
        {
            "starttls" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" => SecureSocketOptions.None,
            _ => null,
        };
        if (security is null)
            failures.Add($"{EmailOptions.Section}:Security must be starttls, tls or none.");
        if (options.Port is < 1 or > 65535)
            failures.Add($"{EmailOptions.Section}:Port must be from 1 to 65535.");
        var severity = NotifierSeverity.Parse(options.MinimumSeverity, DefaultSeverity);
        if (severity is null)
            failures.Add($"{EmailOptions.Section}:MinimumSeverity must be one of {NotifierSeverity.LegalValues}.");
        var signIn = SmtpSignIn.Read(options, security, failures);
        var authority = ReadAuthority(options.CertificateAuthority, failures);

        return failures.Count > 0
            ? throw new OptionsValidationException(EmailOptions.Section, typeof(EmailOptions), failures)
            : new EmailSettings(options.Host!, options.Port ?? DefaultPort(security!.Value), security!.Value, options.From!, options.To!, severity!.Value)
            {
                Addresses = Notices.TargetNames.Of(options.Addresses),
                Domains = [.. options.Domains.Select(static domain => domain.ToLowerInvariant())],
                SignIn = signIn,
                CertificateAuthority = authority,
            };

        void Check(string key, string? value, Func<string, bool> isGood, string what)
        {
            if (string.IsNullOrEmpty(value))
                failures.Add($"{EmailOptions.Section}:{key} is missing: set {what}, or remove the section.");
            else if (!isGood(value))
                failures.Add($"{EmailOptions.Section}:{key} must be {what}.");
        }
    }

    /// <summary>Without the password.</summary>
    public override string ToString() => $"mail by {Host}:{Port}";

    private static bool IsOf(string address, string domain) => address.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase);

    private static int DefaultPort(SecureSocketOptions security) => security switch
    {
        SecureSocketOptions.SslOnConnect => 465,
        SecureSocketOptions.None => 25,
        _ => 587,
    };

    private static X509Certificate2Collection? ReadAuthority(string? file, List<string> failures)
    {
        if (string.IsNullOrEmpty(file))
            return null;
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            if (authorities.Count > 0)
                return authorities;
            failures.Add($"{EmailOptions.Section}:CertificateAuthority must be a PEM file with the authority's certificate.");
        }
        catch (CryptographicException)
        {
            failures.Add($"{EmailOptions.Section}:CertificateAuthority must be a PEM file with the authority's certificate.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            failures.Add($"{EmailOptions.Section}:CertificateAuthority cannot be read: {failure.GetType().Name}.");
        }

        return null;
    }
}
