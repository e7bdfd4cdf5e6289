namespace IncidentMesh.Detection.Vulnerabilities.Formats;

/// <summary>What could not be read of a file, each with its place.</summary>
internal sealed class ReportNotes
{
    /// <summary>Most that are kept; the rest is counted.</summary>
    public const int Most = 20;

    private readonly List<string> _notes = [];

    public IReadOnlyList<string> All => _notes;

    public int Count { get; private set; }

    public void Add(string place, string sentence)
    {
        if (Count++ < Most)
            _notes.Add($"'{place}' {sentence}");
    }
}
