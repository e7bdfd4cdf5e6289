using IncidentMesh.Contracts.Signals;
using IncidentMesh.Storage.Sqlite.Engine.Writing;

namespace IncidentMesh.Storage.Sqlite.Log;

/// <summary>
/// One step of a trim. Small, because appends wait behind it: SQLite walks through every page that it sets free.
/// </summary>
internal sealed class TrimWrite(LogPartition partition, DateTimeOffset before, long maxBytes, long processedThrough)
    : StoreWrite<LogWrites, (LogTrim Dropped, bool HasMore)>
{
    private const int StepEntries = 256;
    private const long StepBytes = 8 << 20;

    public override long Bytes => 256;

    public override bool Frees => true;

    protected override (LogTrim Dropped, bool HasMore) Execute(LogWrites session) =>
        session.Trim(partition, before, maxBytes, processedThrough, StepEntries, StepBytes);
}
