namespace IncidentMesh.Cli;

/// <summary>What the process's exit code says. Documented in docs/cli.md: never change a meaning.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command failed, or nothing could be read.</summary>
    public const int Failed = 1;

    /// <summary>The command line is not valid, or asks for something that is not.</summary>
    public const int Usage = 2;

    public const int NotFound = 3;

    /// <summary>The present state does not allow it, somebody else was faster, or the person at the prompt said no.</summary>
    public const int Refused = 4;

    /// <summary>No token, a token that does not count, or one that may not do this.</summary>
    public const int Unauthorized = 5;

    /// <summary>The server cannot be reached or is not available.</summary>
    public const int Unreachable = 6;

    /// <summary>Ctrl+C, as shells number it (128 and SIGINT).</summary>
    public const int Interrupted = 130;
}
