using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentMesh.Architecture.Tests;

/// <summary>Alarms and filters name log events by their ids: one id, one event.</summary>
public sealed partial class EventIdTests
{
    [Fact]
    public void No_two_log_events_have_the_same_id()
    {
        var ids = Room.SourceFiles
            .SelectMany(file => Ids().Matches(File.ReadAllText(file)), (file, match) => (File: file, Id: int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)))
            .ToList();

        Assert.True(ids.Count > 40, $"Only {ids.Count} log events were found: is the pattern still right?");
        Assert.Empty(ids.GroupBy(one => one.Id).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(one => Path.GetFileName(one.File)))}"));
    }

    [GeneratedRegex(@"LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex Ids();
}
