using System.ComponentModel.DataAnnotations;

namespace IncidentMesh.Grains.Effects;

/// <summary>Settings under <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Outbox";

    private const string OutOfRange = Section + ":{0} must be from {1} to {2}.";

    /// <summary>How long a silo keeps an effect for itself. After a crash another goes on after this. 5 s to 50 s, so that a workflow goes on within a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:00:50", ErrorMessage = OutOfRange)]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Effects under way at once. 1 to 1,000.</summary>
    [Range(1, 1_000, ErrorMessage = OutOfRange)]
    public int Concurrency { get; set; } = 32;

    /// <summary>Tries after which an effect is set aside as a dead letter; with growing pauses, 60 are about four hours. 1 to 1,000.</summary>
    [Range(1, 1_000, ErrorMessage = OutOfRange)]
    public int MaxAttempts { get; set; } = 60;
}
