namespace IncidentMesh.Detection;

/// <summary>A piece of what a <see cref="DetectionPipeline"/> remembers, to be saved under its name.</summary>
/// <param name="Name">One hexadecimal digit.</param>
/// <param name="Content">At most 512 KiB, and of all pieces together not much more.</param>
public sealed record StatePiece(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>Most pieces that there are.</summary>
    public const int Most = 16;
}
