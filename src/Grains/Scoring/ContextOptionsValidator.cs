using IncidentMesh.Detection.Context;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Scoring;

/// <summary>A label's value that means something that there is none of stops the start.</summary>
internal sealed class ContextOptionsValidator : IValidateOptions<ContextOptions>
{
    public ValidateOptionsResult Validate(string? name, ContextOptions options)
    {
        try
        {
            _ = new ContextReading(options);
            return ValidateOptionsResult.Success;
        }
        catch (ArgumentException wrong)
        {
            return ValidateOptionsResult.Fail($"{ContextOptions.Section}:{wrong.Message}");
        }
    }
}
