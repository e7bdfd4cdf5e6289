using MailKit.Security;

namespace IncidentMesh.Integrations.Email;

/// <summary>Who signs in at the mail server. No text form shows the password.</summary>
internal sealed class SmtpSignIn(string user, string? password, string? file)
{
    /// <summary>A password that is longer is another file than the one that was meant.</summary>
    private const int MaxPasswordFile = 4096;

    public string User => user;

    /// <summary>The password as it is now: a Secret that is rotated is another file content.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string Password() => password ?? ReadFile(file!) ?? throw new IOException("The password's file is empty, too long or cannot be read.");

    /// <returns>Null for nobody.</returns>
    public static SmtpSignIn? Read(EmailOptions options, SecureSocketOptions? security, List<string> failures)
    {
        var (hasPassword, hasFile) = (!string.IsNullOrEmpty(options.Password), !string.IsNullOrEmpty(options.PasswordFile));
        if (string.IsNullOrEmpty(options.User))
        {
            if (hasPassword || hasFile)
                failures.Add($"{EmailOptions.Section}:User is missing: set whose password it is, or remove the password.");
            return null;
        }

        if (hasPassword == hasFile)
            failures.Add($"{EmailOptions.Section}:Password or {EmailOptions.Section}:PasswordFile is needed for the user, and only one of them.");
        else if (hasFile && ReadFile(options.PasswordFile!) is null)
            failures.Add($"{EmailOptions.Section}:PasswordFile must name a file with the password in it, which this process may read.");
        if (security == SecureSocketOptions.None)
            failures.Add($"{EmailOptions.Section}:Security must be starttls or tls where a user signs in: the password would go over the network for everybody to read.");
        return new SmtpSignIn(options.User, hasPassword ? options.Password : null, options.PasswordFile);
    }

    private static string? ReadFile(string file)
    {
        try
        {
            return new FileInfo(file).Length is > 0 and <= MaxPasswordFile && File.ReadAllText(file).TrimEnd('\r', '\n') is { Length: > 0 } text ? text : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
