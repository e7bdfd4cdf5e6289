namespace IncidentMesh.Testing.Http;

/// <summary>What a fake does with one call instead of serving it.</summary>
public abstract record ServerFault
{
    private ServerFault()
    {
    }

    /// <summary>Nothing happens; a 5xx is answered.</summary>
    public sealed record FailBefore(int Status = 503) : ServerFault;

    /// <summary>It is carried out; a 5xx is answered.</summary>
    public sealed record FailAfter(int Status = 502) : ServerFault;

    /// <summary>Nothing happens; the connection is cut.</summary>
    public sealed record CutBefore : ServerFault;

    /// <summary>It is carried out; the connection is cut without an answer.</summary>
    public sealed record CutAfter : ServerFault;

    /// <summary>It is carried out; the connection is cut in the middle of the answer.</summary>
    public sealed record CutInAnswer : ServerFault;

    /// <summary>The answer waits for a gate.</summary>
    /// <param name="Gate">When to answer.</param>
    /// <param name="CarryOutFirst">Whether it is carried out before the gate, or only when it opens.</param>
    public sealed record Late(Task Gate, bool CarryOutFirst = true) : ServerFault;

    /// <summary>Nothing happens; 429 is answered.</summary>
    /// <param name="RetryAfter">The header as it is sent; null for none.</param>
    public sealed record TooManyRequests(string? RetryAfter = null) : ServerFault;

    /// <summary>Nothing happens; the neighbour's own error is answered with this code or text.</summary>
    public sealed record Error(string Code) : ServerFault;

    /// <summary>Success is answered with a body that means nothing.</summary>
    public sealed record Garbage(string Body = "<html>", bool CarriedOut = true) : ServerFault;

    /// <summary>Nothing happens; a redirect is answered.</summary>
    public sealed record Redirect(string Location) : ServerFault;

    /// <summary>It is carried out twice, as by something on the way that repeats; the second answer counts.</summary>
    public sealed record Replayed : ServerFault;
}
