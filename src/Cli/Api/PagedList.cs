using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli.Api;

/// <summary>Reads a list page by page.</summary>
internal static class PagedList
{
    /// <summary>The most that the API gives at once.</summary>
    private const int LargestPage = 500;

    /// <param name="api">The server.</param>
    /// <param name="path">The list.</param>
    /// <param name="parameters">Its filters.</param>
    /// <param name="most">Items wanted; 0 for all.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <param name="largestPage">Items that this list gives at once.</param>
    /// <returns>An object with <c>items</c>, and <c>nextCursor</c> where there are more; and whatever else the last page says.</returns>
    public static async Task<Answer> ReadAsync(
        ApiClient api,
        string path,
        IReadOnlyList<(string Name, string? Value)> parameters,
        int most,
        CancellationToken cancellationToken,
        int largestPage = LargestPage)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        JsonElement page;
        do
        {
            var limit = most == 0 ? largestPage : Math.Min(largestPage, most - items.Count);
            var answer = await api.GetAsync(
                path.WithQuery([.. parameters, ("limit", limit.ToString(CultureInfo.InvariantCulture)), ("cursor", cursor)]), cancellationToken);
            if (answer is not Answer.Done done)
                return answer;

            page = done.Body;
            var before = items.Count;
            items.AddRange(page.Items("items"));
            cursor = page.Text("nextCursor") is { Length: > 0 } next ? next : null;
            if (items.Count == before)
            {
                // The audit trail always has a next cursor: nothing new is its end.
                cursor = null;
            }
        }
        while (cursor is not null && (most == 0 || items.Count < most));

        return new Answer.Done(Together(page, items, cursor));
    }

    private static JsonElement Together(JsonElement page, List<JsonElement> items, string? cursor)
    {
        var whole = new Dictionary<string, object?> { ["items"] = items };
        if (page.ValueKind == JsonValueKind.Object)
            foreach (var member in page.EnumerateObject())
                whole.TryAdd(member.Name, member.Value);
        whole["nextCursor"] = cursor;
        return JsonSerializer.SerializeToElement(whole);
    }
}
