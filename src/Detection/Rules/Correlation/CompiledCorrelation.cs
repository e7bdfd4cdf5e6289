using System.Collections.Immutable;
using IncidentMesh.Detection.Rules.Compilation.Sources;
using IncidentMesh.Detection.Rules.Output;

namespace IncidentMesh.Detection.Rules.Correlation;

/// <summary>What is needed to evaluate a correlation.</summary>
/// <param name="Definition">The correlation.</param>
/// <param name="By">Give the parts of the key.</param>
/// <param name="Of">Gives the value to count; null where none is.</param>
/// <param name="Time">Gives the time of the event, in nanoseconds since 1970.</param>
/// <param name="Output">Its output.</param>
internal sealed record CompiledCorrelation(
    LoadedCorrelation Definition, ImmutableArray<ValueSource> By, ValueSource? Of, ValueSource Time, OutputTemplate Output);
