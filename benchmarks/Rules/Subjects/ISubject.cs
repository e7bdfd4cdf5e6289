namespace IncidentMesh.Benchmarks.Rules.Subjects;

/// <summary>Something that takes in events and is timed.</summary>
internal interface ISubject
{
    string Name { get; }

    /// <returns>Whether anything was found in the event.</returns>
    bool Take(ReadOnlyMemory<byte> json);
}
