namespace IncidentMesh.Gateway.Access;

/// <summary>Why a token was not taken. The detail never tells an unknown token from a wrong secret.</summary>
/// <param name="Reason">For metrics.</param>
/// <param name="Detail">For the asker.</param>
internal sealed record TokenRefusal(string Reason, string Detail)
{
    public static readonly TokenRefusal Missing = new("missing", "Send a token: Authorization: Bearer <token>.");

    public static readonly TokenRefusal Malformed =
        new("malformed", "Send one header Authorization: Bearer <token> with a whole token: im_, an id, a secret.");

    public static readonly TokenRefusal Invalid = new("invalid", "The token is not valid.");

    public static readonly TokenRefusal Revoked = new("revoked", "The token was revoked.");

    public static readonly TokenRefusal Expired = new("expired", "The token has expired.");

    public static readonly TokenRefusal CannotCheck = new("cannot-check", "Credentials cannot be checked now.");
}
