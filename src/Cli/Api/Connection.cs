using System.Net;

namespace IncidentMesh.Cli.Api;

/// <summary>Which server, and as whom.</summary>
/// <param name="Server">Its address, with a slash at the end.</param>
/// <param name="Token">Secret: only ever sent, never shown.</param>
/// <param name="TokenSource">Where it was found, for people.</param>
internal sealed record Connection(Uri Server, string Token, string TokenSource)
{
    public const string ServerVariable = "INCIDENTMESH_SERVER";
    public const string DefaultServer = "http://127.0.0.1:8080";

    public Uri Api => new(Server, "api/v1/");

    public bool IsLoopback => IsThisMachine(Server);

    /// <summary>A record would print the token.</summary>
    public override string ToString() => Server.ToString();

    /// <returns>The address, or why it is none.</returns>
    public static (Uri? Server, string Error) Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var server) || (server.Scheme != Uri.UriSchemeHttp && server.Scheme != Uri.UriSchemeHttps))
            return (null, $"'{text}' is no address of a server: it must be like https://incidentmesh.example or {DefaultServer}.");
        if (server.UserInfo.Length > 0 || server.Query.Length > 0 || server.Fragment.Length > 0)
            return (null, "The address of a server has no user, query or fragment.");
        return (server.AbsolutePath.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/"), "");
    }

    /// <summary>Whether what is sent there stays on this machine. Not <see cref="Uri.IsLoopback"/>: that takes the name "loopback" for one, which DNS answers.</summary>
    public static bool IsThisMachine(Uri server) =>
        server.Host == "localhost" || (IPAddress.TryParse(server.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
