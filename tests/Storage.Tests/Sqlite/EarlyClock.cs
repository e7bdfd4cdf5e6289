using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Storage.Tests.Sqlite;

/// <summary>Stands before the year from which the log's offsets are counted, so that they count from 1.</summary>
internal static class EarlyClock
{
    public static FakeTimeProvider New() => new(new DateTimeOffset(2025, 3, 1, 12, 0, 0, TimeSpan.Zero));
}
