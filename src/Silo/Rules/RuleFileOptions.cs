namespace IncidentMesh.Silo.Rules;

/// <summary>Settings under <c>Detection</c> that say where rules are.</summary>
internal sealed class RuleFileOptions
{
    public const string Section = "Detection";

    /// <summary>Rule files and folders of such, the first one first. Default: the rules that are shipped beside the program.</summary>
    public string[] Rules { get; set; } = [];
}
