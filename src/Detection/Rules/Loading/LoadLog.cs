using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>The problems found so far, each once: every file is looked at again together with those after it.</summary>
internal sealed class LoadLog
{
    private readonly HashSet<LoadProblem> _known = [];
    private readonly List<LoadProblem> _problems = [];

    public ImmutableArray<LoadProblem> Problems => [.. _problems];

    public bool HasErrors => _problems.Exists(problem => problem.IsError);

    public void Error(string code, TextPlace place, LoadItem item, string message, string? nearest = null) =>
        Add(new LoadProblem(true, code, place, item, message) { Nearest = nearest });

    public void Warning(string code, TextPlace place, LoadItem item, string message, string? nearest = null) =>
        Add(new LoadProblem(false, code, place, item, message) { Nearest = nearest });

    private void Add(LoadProblem problem)
    {
        if (_known.Add(problem))
            _problems.Add(problem);
    }
}
