using System.Text.Json;

namespace IncidentMesh.Cli.Api;

/// <summary>What came of a request.</summary>
internal abstract record Answer
{
    private Answer()
    {
    }

    /// <param name="Body">The answer; JSON null where it has no content.</param>
    /// <param name="ETag">Its version, where it has one.</param>
    internal sealed record Done(JsonElement Body, string? ETag = null) : Answer;

    /// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
    /// <param name="Sentence">What is wrong and what helps, for people. May quote the server: hostile text.</param>
    /// <param name="Status">HTTP status; 0 where there was no answer.</param>
    internal sealed record Failed(int ExitCode, string Sentence, int Status = 0) : Answer;
}
