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
            var answer = await api.GetListAsync(
                path.WithQuery([.. parameters, ("limit", limit.ToString(CultureInfo.InvariantCulture)), ("cursor", cursor)]), cancellationToken);
            if (answer is not Answer.Done done)
                return answer;

            page = done.Body;
            var before = items.Count;
            items.AddRange(page.Items("items"));
            // The audit trail always has a next cursor: nothing new is its end.
            var next = items.Count > before && page.Text("nextCursor") is { Length: > 0 } text ? text : null;
            if (next is not null && next == cursor)
                return new Answer.Failed(ExitCodes.Failed, $"{api.Server} gives the same page of this list again and again. Use a smaller --limit, and report it.");
            cursor = next;
        }
        while (cursor is not null && (most == 0 || items.Count < most));

        return new Answer.Done(Together(page, items, cursor));
    }

    private static JsonElement Together(JsonElement page, List<JsonElement> items, string? cursor)
    {
        var whole = new Dictionary<string, object?> { ["items"] = items };
        foreach (var member in page.EnumerateObject())
            whole.TryAdd(member.Name, member.Value);
        whole["nextCursor"] = cursor;
        return JsonSerializer.SerializeToElement(whole);
    }
}
