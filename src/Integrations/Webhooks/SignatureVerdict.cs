namespace IncidentMesh.Integrations.Webhooks;

/// <summary>What came of checking a webhook's signature.</summary>
public enum SignatureVerdict
{
    /// <summary>Signed with our secret, and in time where the scheme has a time.</summary>
    Valid = 0,

    /// <summary>A header or the body is missing, doubled or not of the scheme's form: answer 400.</summary>
    Malformed = 1,

    /// <summary>Too old or from the future: answer 403.</summary>
    Stale = 2,

    /// <summary>Not signed with our secret: answer 403.</summary>
    Mismatch = 3,
}
