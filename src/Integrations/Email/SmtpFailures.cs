using System.Globalization;
using System.Net.Sockets;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Integrations.Notices;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace IncidentMesh.Integrations.Email;

/// <summary>What a mail server's answers and a broken exchange mean: RFC 5321, 4.2.1.</summary>
internal static class SmtpFailures
{
    private const int SaidLimit = 200;

    /// <returns>Null for what is no failure of the exchange.</returns>
    public static EffectOutcome? Judge(Exception failure) => failure switch
    {
        SmtpCommandException command => Judge((int)command.StatusCode, command.ErrorCode, command.Message),
        AuthenticationException { InnerException: SmtpCommandException inner } => Judge((int)inner.StatusCode, null, inner.Message),
        AuthenticationException other => Judge(Code(other.Message), null, other.Message),
        SslHandshakeException => Again("its certificate is not trusted, or TLS failed: check Integrations:Email:CertificateAuthority and Security"),
        // What MailKit says where STARTTLS or AUTH is asked for and not offered.
        NotSupportedException => Again("it does not offer STARTTLS, or no way to sign in: check Integrations:Email:Security and User"),
        SocketException => Again("the connection could not be made"),
        // 530: it wants a user, or TLS first.
        ServiceNotAuthenticatedException wants => Judge(530, null, wants.Message),
        ProtocolException or ServiceNotConnectedException => Again("the connection was lost, or it does not speak SMTP"),
        IOException => Again("the connection was cut, or the password's file could not be read"),
        _ => null,
    };

    /// <summary>Kind of an outcome, for the metric.</summary>
    public static string Tag(EffectOutcome outcome) => outcome switch
    {
        EffectOutcome.Done => "ok",
        EffectOutcome.Refused => "error",
        _ => "unknown",
    };

    private static EffectOutcome Judge(int code, SmtpErrorCode? place, string said)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"The mail server answered {code} {Place(place)}: {NoticeText.OneLine(said, SaidLimit)}");
        return code >= 500
            ? new EffectOutcome.Refused($"{line} {(place is null ? "Check Integrations:Email:User, its password, and Integrations:Email:Security." : "Check Integrations:Email, or the address that it was for.")}")
            : new EffectOutcome.Again(null, line);
    }

    private static EffectOutcome.Again Again(string what) => new(null, $"The mail server was not reached: {what}.");

    private static string Place(SmtpErrorCode? place) => place switch
    {
        SmtpErrorCode.RecipientNotAccepted => "to the recipient",
        SmtpErrorCode.SenderNotAccepted => "to the sender",
        SmtpErrorCode.MessageNotAccepted => "to the message",
        null => "to signing in",
        _ => "to the exchange",
    };

    /// <summary>MailKit begins the message with the server's code.</summary>
    private static int Code(string message) =>
        int.TryParse(message.AsSpan(0, Math.Min(3, message.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 535;
}
