using IncidentMesh.Gateway.Problems;

namespace IncidentMesh.Gateway.Rest;

/// <summary>Collects what is wrong with a request's body, so that one answer names all of it.</summary>
internal sealed class Checks
{
    private readonly List<ProblemError> _errors = [];

    /// <summary>The problem, or null where nothing is wrong.</summary>
    public Problem? Problem => _errors.Count == 0 ? null : Problems.Problem.Invalid("The body has faults.", [.. _errors]);

    public Checks Text(string member, string? value, int most, int least = 1)
    {
        var length = value?.Trim().Length ?? 0;
        return Require(member, length >= least && (value?.Length ?? 0) <= most, $"must have {least} to {most} characters.");
    }

    public Checks Require(string member, bool holds, string rule)
    {
        if (!holds)
            _errors.Add(new ProblemError($"{member} {rule}", "#/" + member));
        return this;
    }
}
