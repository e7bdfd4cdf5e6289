namespace IncidentMesh.Integrations.Outbound;

/// <summary>What a request that got no answer says about whether it was carried out.</summary>
internal static class HttpFailure
{
    /// <summary>Whether it is certain that the neighbour got nothing: the connection never stood.</summary>
    public static bool IsNotSent(HttpRequestException failure) =>
        failure.InnerException is OutboundRefusedException
        || failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    /// <summary>One line for people: of our own exceptions the message, of others the kind of error only.</summary>
    public static string Describe(HttpRequestException failure) =>
        failure.InnerException is OutboundRefusedException refused ? refused.Message : failure.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name could not be resolved",
            HttpRequestError.ConnectionError => "the connection could not be made",
            HttpRequestError.SecureConnectionError => "TLS failed",
            HttpRequestError.ResponseEnded => "the connection was cut before an answer",
            var error => $"the exchange failed ({error})",
        };
}
