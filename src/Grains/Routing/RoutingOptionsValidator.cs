using IncidentMesh.Contracts.Response;
using IncidentMesh.Response.Routing;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Grains.Routing;

/// <summary>A default that names a target which is not configured stops the start: an alert would go elsewhere.</summary>
internal sealed class RoutingOptionsValidator(IEnumerable<NotifierTarget> notifiers) : IValidateOptions<RoutingOptions>
{
    public ValidateOptionsResult Validate(string? name, RoutingOptions options) =>
        new RouteBook(options, [.. notifiers]).Problems() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
