using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Detectors;

/// <summary>
/// Many requests of one user were forbidden within a while: somebody tries what an account may do. Medium. The window
/// is counted in tenths, so a burst is told only when it lies within the window, and at the latest a tenth of it later.
/// One detection a burst: it lasts until less than half of what makes one lies in the window.
/// </summary>
internal sealed class ForbiddenBurstDetector(int burst, TimeSpan window) : IDetector
{
    private const int RememberedUsers = 2000;
    private static readonly SignalDetection Burst = new()
    {
        Rule = "audit/forbidden-burst",
        Title = "Many forbidden requests by one user",
        Severity = Severity.Medium,
        Techniques = ["T1613", "TA0007"],
    };

    private readonly RecentKeys<SlidingCount> _users = new(RememberedUsers);

    public string Name => "audit/forbidden-burst";

    public long Forgotten => _users.Forgotten;

    public SignalDetection? Examine(Signal signal)
    {
        if (!AuditRequest.TryRead(signal, out var request) || !request.IsComplete || request.Code != 403 || request.User is not { } user)
            return null;

        ref var count = ref _users.Touch(RecentKeys<SlidingCount>.KeyOf(user), signal.Time, out _);
        var slice = signal.Time.UtcTicks / (window.Ticks / SlidingCount.Slices);
        if (count.Told && count.At(slice) * 2 < burst)
            count.Told = false;

        count.Add(slice);
        if (count.Told || count.At(slice) < burst)
            return null;

        count.Told = true;
        return Burst;
    }

    public void Save(StateWriter writer) => _users.Save(writer, static (writer, count) => count.Save(writer));

    public void Restore(ref StateReader reader) => _users.Restore(ref reader, SlidingCount.Restore);
}
