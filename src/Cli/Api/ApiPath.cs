namespace IncidentMesh.Cli.Api;

/// <summary>Paths below <c>/api/v1/</c>, each part escaped.</summary>
internal static class ApiPath
{
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var path = new string[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            path[i] = Uri.EscapeDataString(parts[i]);
        return string.Join('/', path);
    }

    /// <param name="path">A path.</param>
    /// <param name="parameters">Those without a value are left out.</param>
    public static string WithQuery(this string path, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var query = string.Join('&', parameters
            .Where(static parameter => parameter.Value is not null)
            .Select(static parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
