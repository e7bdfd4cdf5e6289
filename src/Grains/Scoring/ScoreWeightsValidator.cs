using IncidentMesh.Detection.Scoring;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Scoring;

/// <summary>Weights that would break the laws of the score stop the start.</summary>
internal sealed class ScoreWeightsValidator : IValidateOptions<ScoreWeights>
{
    public ValidateOptionsResult Validate(string? name, ScoreWeights options) =>
        ScoreWeightsCheck.Problems(options) is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
