using IncidentMesh.Detection.Rules.Correlation;

namespace IncidentMesh.Detection.Tests.Shipped;

/// <summary>A correlation with one fault.</summary>
/// <param name="Fault">What it is, the same for the same fault of a macro.</param>
/// <param name="Correlation">The correlation.</param>
internal sealed record CorrelationMutant(string Fault, LoadedCorrelation Correlation);
