using System.Globalization;
using System.Text.Json;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Access;
using IncidentMesh.Gateway.Problems;
using IncidentMesh.Gateway.Tests.Fakes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentMesh.Gateway.Tests.Rest;

/// <summary>docs/api.md, the mapped routes and /openapi/v1.json say the same.</summary>
public sealed class ApiDocumentTests : IAsyncLifetime
{
    private readonly ApiDocument _document = ApiDocument.Read();
    private GatewayUnderTest _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await GatewayUnderTest.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public void Every_route_is_in_the_document_and_the_document_names_no_other()
    {
        var mapped = Routes().Keys.ToHashSet();

        Assert.Empty(mapped.Except(_document.Routes).Select(route => $"{route} is not in docs/api.md"));
        Assert.Empty(_document.Routes.Except(mapped).Select(route => $"{route} is in docs/api.md, and there is no such route"));
    }

    [Fact]
    public void The_tables_say_who_may_use_each_route()
    {
        var routes = Routes();
        var rows = _document.Rows.ToList();
        Assert.Equal(rows.Count, rows.Select(row => row.Route).Distinct().Count());
        Assert.True(rows.Count > 30);

        var faults =
            from row in rows
            let access = routes[row.Route].Metadata.GetMetadata<RouteAccess>()!
            let right = new ApiDocumentRow(
                row.Route, row.Query, access.Minimum.ToString().ToLowerInvariant(), access.PersonsOnly, access.Scope == RouteScope.AllClusters)
            where row != right
            select $"docs/api.md has {row}, right is {right}";
        Assert.Empty(faults);

        // The tables leave out ingest, which has a chapter, and what needs no token.
        var missing = routes.Where(route => route.Value.Metadata.GetMetadata<RouteAccess>() is { Minimum: not Role.Ingest }).Select(route => route.Key)
            .Except(rows.Select(row => row.Route));
        Assert.Equal(["GET /api/v1/audit/verify"], missing);
    }

    [Fact]
    public async Task The_tables_name_each_parameter_of_a_query_as_openapi_does()
    {
        var paths = (await OpenApiAsync()).GetProperty("paths");

        var faults =
            from row in _document.Rows
            let parts = row.Route.Split(' ')
            where paths.TryGetProperty(parts[1], out var path) && path.TryGetProperty(parts[0].ToLowerInvariant(), out _)
            let names = QueryOf(paths.GetProperty(parts[1]).GetProperty(parts[0].ToLowerInvariant()))
            where !row.Query.SequenceEqual(names)
            select $"docs/api.md has {row.Route} with {string.Join(", ", row.Query)}, OpenAPI with {string.Join(", ", names)}";
        Assert.Empty(faults);
    }

    [Fact]
    public async Task Every_type_of_problem_and_every_status_that_openapi_promises_is_explained()
    {
        var types = typeof(ProblemTypes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        Assert.All(types.Where(type => type != ProblemTypes.Prefix), type => Assert.Contains($"`{type.Split(':')[^1]}`", _document.Text, StringComparison.Ordinal));

        var statuses = (await OpenApiAsync()).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .Where(operation => operation.Value.TryGetProperty("responses", out _))
            .SelectMany(operation => operation.Value.GetProperty("responses").EnumerateObject())
            .Select(response => int.Parse(response.Name, CultureInfo.InvariantCulture))
            .Where(status => status >= 400)
            .Distinct();
        Assert.All(statuses, status => Assert.Contains(status.ToString(CultureInfo.InvariantCulture), _document.Text, StringComparison.Ordinal));
    }

    private static List<string> QueryOf(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "query").Select(one => one.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)]
        : [];

    private Dictionary<string, RouteEndpoint> Routes()
    {
        // Probes take any method; GET is what probes use.
        var named = from route in _gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                    from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
                    select (Name: $"{method} {route.RoutePattern.RawText!.TrimEnd('/')}", Route: route);
        return named.ToDictionary(one => one.Name, one => one.Route);
    }

    private async Task<JsonElement> OpenApiAsync() => await (await _gateway.GetAsync("/openapi/v1.json", null)).JsonAsync();
}
