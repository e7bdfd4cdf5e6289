namespace IncidentMesh.Integrations.Tests.Email;

/// <summary>What a mail server does to one message.</summary>
public abstract record MailFault
{
    /// <summary>It does not take the message, and says so.</summary>
    public sealed record Answer(int Code, string Text) : MailFault;

    /// <summary>It does not take the recipient.</summary>
    public sealed record Recipient(int Code, string Text) : MailFault;

    /// <summary>It has the message's bytes, and never answers.</summary>
    public sealed record Hang : MailFault;

    /// <summary>It takes the message, and the connection breaks before it says so.</summary>
    public sealed record CutAfterData : MailFault;
}
