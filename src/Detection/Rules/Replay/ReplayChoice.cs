using IncidentMesh.Detection.Rules.Loading;

namespace IncidentMesh.Detection.Rules.Replay;

/// <summary>The rules that are to be tried on the past, or why there are none.</summary>
/// <param name="Rules">These rules and no others; null where they cannot be tried.</param>
/// <param name="Error">One sentence where it is not the files' fault; else null.</param>
/// <param name="Problems">What is wrong with the files.</param>
public sealed record ReplayChoice(RuleLoad? Rules, string? Error, IReadOnlyList<LoadProblem> Problems)
{
    /// <summary>Name of the file that a text is taken for.</summary>
    public const string FileName = "the rules that were sent";

    /// <summary>Chooses rules. One that is switched off is tried like any other.</summary>
    /// <param name="inForce">The rules in force.</param>
    /// <param name="text">A rule file to be loaded behind theirs; null for a rule in force.</param>
    /// <param name="name">The one rule to be tried; null for all that the text defines or changes.</param>
    /// <param name="most">Most rules that may be tried at once.</param>
    public static ReplayChoice Of(RuleLoad inForce, string? text, string? name, int most)
    {
        ArgumentNullException.ThrowIfNull(inForce);
        if (text is null)
        {
            return inForce.Rules.FirstOrDefault(rule => rule.Name == name) is { } rule
                ? new ReplayChoice(RuleLoader.Only([rule]), null, [])
                : Refused($"There is no rule '{name}' in force; correlations cannot be tried on the past.");
        }

        var file = new RuleFile(FileName, text);
        var wanted = name is null ? RuleLoader.RulesNamedIn(file) : [name];
        if (wanted.Count > most)
            return Refused($"There are {wanted.Count} rules: at most {most} are tried at once.");
        var load = RuleLoader.LoadBehind(inForce, file, wanted);
        if (!load.Succeeded)
            return new ReplayChoice(null, null, load.Errors);
        if (!load.Rules.IsEmpty)
            return new ReplayChoice(load, null, []);
        return Refused(name is null
            ? "There is no rule in the text; correlations cannot be tried on the past."
            : $"There is no rule '{name}' in force or in the text; correlations cannot be tried on the past.");
    }

    private static ReplayChoice Refused(string error) => new(null, error, []);
}
