using System.Text.RegularExpressions;
using IncidentMesh.Testing;

namespace IncidentMesh.Gateway.Tests.Rest;

/// <summary>What docs/api.md says: each route that it names in code, as a method and a path, and the tables' cells beside it.</summary>
internal sealed partial class ApiDocument
{
    private ApiDocument(string text) => Text = text;

    public string Text { get; }

    /// <summary>Every route that is named anywhere, without its query.</summary>
    public HashSet<string> Routes => [.. Named().Matches(Text).Select(match => $"{match.Groups["method"].Value} {Full(match.Groups["path"].Value)}")];

    /// <summary>The tables' rows.</summary>
    public IEnumerable<ApiDocumentRow> Rows => Row().Matches(Text).Select(match => new ApiDocumentRow(
        $"{match.Groups["method"].Value} {Full(match.Groups["path"].Value)}",
        [.. Parameter().Matches(match.Groups["query"].Value).Select(parameter => parameter.Groups["name"].Value).Order(StringComparer.Ordinal)],
        match.Groups["role"].Value,
        match.Groups["person"].Success,
        match.Groups["all"].Success));

    public static ApiDocument Read() => new(File.ReadAllText(RepositoryFolder.Of("docs", "api.md")));

    private static string Full(string path) => OutsideApi().IsMatch(path) ? path : "/api/v1" + path;

    [GeneratedRegex("`(?<method>GET|POST|PUT|PATCH|DELETE) (?<path>/[^`? ]+)")]
    private static partial Regex Named();

    [GeneratedRegex(
        @"^\| `(?<method>GET|POST|PUT|PATCH|DELETE) (?<path>/[^`?]+)(\?(?<query>[^`]*))?`(?<all> \*all clusters\*)? \| (?<role>\w+)(?<person>, person)? \|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex("(?<name>[a-zA-Z]+)=")]
    private static partial Regex Parameter();

    [GeneratedRegex("^/(api|health|openapi)/")]
    private static partial Regex OutsideApi();
}
