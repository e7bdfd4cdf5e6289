using System.CommandLine;

namespace IncidentMesh.Cli.Api;

/// <summary>The options that say which server and as whom.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string?> _server = new("--server", "-s")
    {
        Description = $"Address of the server; else {Connection.ServerVariable}, else {Connection.DefaultServer}.",
        HelpName = "url",
        Recursive = true,
    };

    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        Description = $"File with the access token; else {TokenSources.Variable}, {TokenSources.FileVariable}, or the data folder's {TokenSources.AdminTokenFile}.",
        HelpName = "path",
        Recursive = true,
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "The server's data folder, for its admin token.",
        HelpName = "path",
        Recursive = true,
    };

    private readonly Option<bool> _insecure = new("--insecure-http")
    {
        Description = "Send the token over plain HTTP to another machine. Whoever listens has it then.",
        Recursive = true,
    };

    public void AddTo(Command command)
    {
        command.Add(_server);
        command.Add(_tokenFile);
        command.Add(_data);
        command.Add(_insecure);
    }

    /// <returns>The connection, or a failure.</returns>
    public (Connection? Connection, Answer.Failed? Failure) Resolve(ParseResult parsed, CliHost host)
    {
        var address = parsed.GetValue(_server) ?? host.Environment(Connection.ServerVariable);
        var (server, error) = Connection.Parse(string.IsNullOrEmpty(address) ? Connection.DefaultServer : address);
        if (server is null)
            return (null, new Answer.Failed(ExitCodes.Usage, error));
        if (server.Scheme != Uri.UriSchemeHttps && !Connection.IsThisMachine(server) && !parsed.GetValue(_insecure))
            return (null, new Answer.Failed(ExitCodes.Usage,
                $"The token is not sent to {server}: it would go over the network in the clear. Use https://, or --insecure-http where that is meant."));

        var (token, source, reason) = TokenSources.Find(host, parsed.GetValue(_tokenFile), parsed.GetValue(_data));
        return token is null
            ? (null, new Answer.Failed(ExitCodes.Unauthorized, reason))
            : (new Connection(server, token, source), null);
    }
}
