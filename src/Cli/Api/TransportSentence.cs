using System.Net.Sockets;
using System.Security.Authentication;

namespace IncidentMesh.Cli.Api;

/// <summary>Says why there was no answer.</summary>
internal static class TransportSentence
{
    public static Answer.Failed Of(Exception failure, HttpMethod method, Connection connection)
    {
        var sentence = failure switch
        {
            TaskCanceledException when method == HttpMethod.Get => $"{connection.Server} did not answer in time. Look at its /health/ready.",
            TaskCanceledException =>
                $"{connection.Server} did not answer in time, and nobody knows whether it was done: look before you ask again.",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError, InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } =>
                $"No server listens at {connection.Server}. Start it with 'dotnet run --project src/Silo', or name another with --server or {Connection.ServerVariable}.",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                $"There is no host {connection.Server.Host}. Check --server or {Connection.ServerVariable}.",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or { InnerException: AuthenticationException } =>
                $"No secure connection to {connection.Server}: {Innermost(failure)} Its certificate must be trusted on this machine; plain HTTP needs http:// in --server.",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                $"{connection.Server} cannot be reached: {Innermost(failure)} Check the address, or name another with --server or {Connection.ServerVariable}.",
            _ when method == HttpMethod.Get => $"The connection to {connection.Server} broke: {Innermost(failure)} Try again.",
            _ => $"The connection to {connection.Server} broke, and nobody knows whether it was done: look before you ask again. ({Innermost(failure)})",
        };
        return new Answer.Failed(ExitCodes.Unreachable, sentence);
    }

    private static string Innermost(Exception failure)
    {
        var message = failure.GetBaseException().Message;
        return message.EndsWith('.') ? message : message + ".";
    }
}
