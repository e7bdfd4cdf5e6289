namespace IncidentMesh.Cli.Tests.Analysis;

/// <summary>Tests that measure the process's memory: what others allocate meanwhile would count.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured alone";
}
