namespace IncidentMesh.Cli.Api;

/// <summary>Finds the token: the first place that has one counts.</summary>
internal static class TokenSources
{
    public const string Variable = "INCIDENTMESH_TOKEN";
    public const string FileVariable = "INCIDENTMESH_TOKEN_FILE";

    /// <summary>What the server writes on its first start.</summary>
    public const string AdminTokenFile = "admin.token";

    private const int LongestToken = 4096;

    /// <param name="host">Where to look.</param>
    /// <param name="file">From the command line: goes before everything else.</param>
    /// <param name="data">The server's data folder, where not the default.</param>
    /// <returns>The token and where it was, or why there is none.</returns>
    public static (string? Token, string Source, string Error) Find(CliHost host, string? file, string? data)
    {
        if (file is null && data is null && host.Environment(Variable) is { Length: > 0 } given)
            return Check(given, $"the environment variable {Variable}");
        if (file is null && data is null && host.Environment(FileVariable) is { Length: > 0 } named)
            file = named;

        var path = file ?? Path.Combine(data ?? host.DataFolder, AdminTokenFile);
        try
        {
            if (!File.Exists(path))
                return (null, path, file is not null
                    ? $"There is no token file {path}."
                    : $"There is no token: {Variable} is not set, and {path} does not exist. Set {Variable} or --token-file, or name the server's data folder with --data.");
            using var reader = new StreamReader(path);
            var buffer = new char[LongestToken + 1];
            return Check(new string(buffer, 0, reader.ReadBlock(buffer)), path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, path, $"The token file {path} cannot be read: {failure.Message}");
        }
    }

    private static (string? Token, string Source, string Error) Check(string text, string source)
    {
        var token = text.Trim();
        return token.Length is > 0 and <= LongestToken && !token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? (token, source, "")
            : (null, source, $"What is in {source} is no token.");
    }
}
