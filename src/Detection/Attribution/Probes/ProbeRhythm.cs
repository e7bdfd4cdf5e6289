using System.Diagnostics.CodeAnalysis;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Folding.Storms;
using IncidentMesh.Detection.Rules.Correlation.State;

namespace IncidentMesh.Detection;

/// <summary>
/// Recognizes the start of a process as a probe or hook of the pod's spec, as often as the spec lets it run and no more: an
/// attacker who runs a probe's command beyond that is seen. docs/attribution.md tells the rules. Deterministic: the same
/// signals in the same order give the same answers, also across <see cref="Save"/> and <see cref="Restore"/>. Bounded: what
/// was not seen for longest is forgotten first. For one thread at a time.
/// </summary>
public sealed class ProbeRhythm
{
    private const int Version = 1;
    private const int Known = 4_096;

    /// <summary>Runs are counted by slots of event time, of which the newest two are known.</summary>
    private static readonly TimeSpan Slot = TimeSpan.FromMinutes(5);

    /// <summary>Kubelets are not punctual, and a container that starts anew is probed at once.</summary>
    private const double Slack = 1.2;

    private static readonly HashSet<string> Runtimes = new(StringComparer.Ordinal)
    {
        "runc", "runc:[0:PARENT]", "runc:[1:CHILD]", "runc:[2:INIT]", "containerd-shim", "containerd-shim-runc-v1", "containerd-shim-runc-v2",
        "crun", "conmon", "youki", "runsc", "runsc-sandbox", "kata-agent", "docker-containe", "docker-containerd-shim",
    };

    private readonly RecentKeys<Beat> _beats = new(Known);

    /// <exception cref="FormatException">The state was not written by <see cref="Save"/>: it is damaged.</exception>
    public static ProbeRhythm Restore(ReadOnlySpan<byte> state)
    {
        var rhythm = new ProbeRhythm();
        if (state.IsEmpty)
            return rhythm;

        var reader = new StateReader(state);
        if (reader.Int32() != Version)
            throw new FormatException("Probe state is damaged: unknown version.");
        rhythm._beats.Restore(ref reader, Beat.Restore);
        return rhythm;
    }

    /// <returns>All that it remembers, less than 192 KiB; nothing where it remembers nothing.</returns>
    public byte[] Save()
    {
        if (_beats.Count == 0)
            return [];

        var writer = new StateWriter();
        writer.Int32(Version);
        _beats.Save(writer, static (writer, beat) => beat.Save(writer));
        return writer.ToArray();
    }

    /// <summary>Takes in a process of a pod.</summary>
    /// <param name="probes">The probes and hooks of its pod.</param>
    /// <param name="replica">The pod.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="detections">What was detected in it.</param>
    /// <param name="process">Its process, where that is known.</param>
    /// <returns>What it is, for people; null where it is none, or one too many.</returns>
    public string? Recognize(IReadOnlyList<ExecProbe> probes, ReplicaRef replica, Signal signal, IReadOnlyList<SignalDetection> detections, ProcessChain? process)
    {
        ArgumentNullException.ThrowIfNull(probes);
        ArgumentNullException.ThrowIfNull(replica);
        if (!MayRecognize(signal, detections, process))
            return null;

        var container = ContainerNames.Plain(signal.Origin.ContainerName);
        ExecProbe? first = null;
        var expected = 0.0;
        foreach (var probe in probes)
        {
            if ((container is not null && container != probe.Container) || CommandFit.Of(probe.Command, process.Links[0]) != true || !CommandFit.MayBeFile(probe.Command, process.Links[0])
                || (first is not null && first.Container != probe.Container))
                continue;
            first ??= probe;
            expected += probe.Period > 0 ? Slot.TotalSeconds * Slack / probe.Period : 1;
        }

        if (first is null)
            return null;
        ref var beat = ref _beats.Touch(NameKey.Of($"{replica}/{first.Container}", first.Command), signal.Time.UtcTicks, out _);
        return beat.Hits(signal.Time.UtcTicks / Slot.Ticks, (int)Math.Ceiling(expected) + 1) ? $"{first.Kind} of {first.Container}" : null;
    }

    /// <summary>Whether there may be probes that it would be: without those, nothing else speaks against it.</summary>
    public static bool MayRecognize(Signal signal, IReadOnlyList<SignalDetection> detections, [NotNullWhen(true)] ProcessChain? process)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(detections);
        return signal.Severity < Severity.Critical
            && detections.All(static detection => detection.Severity < Severity.Critical)
            && process is { IsStart: true, Links: [{ IsInit: false }, ..] }
            && process.Terminal != true
            && IsOfRuntime(process);
    }

    /// <summary>A runtime starts what a kubelet asks for; what a process of the container starts is no probe, and who says nothing of it tells neither.</summary>
    private static bool IsOfRuntime(ProcessChain process) =>
        process.Links.Count > 1 && process.Links[1].Command is { } parent && Runtimes.Contains(parent);

    private struct Beat
    {
        private long _slot;
        private int _count;
        private int _countBefore;

        /// <returns>Whether there is room for one more in its slot.</returns>
        public bool Hits(long slot, int most)
        {
            if (slot > _slot)
            {
                _countBefore = slot == _slot + 1 ? _count : 0;
                (_slot, _count) = (slot, 0);
            }

            if (slot < _slot - 1)
                return false;
            ref var count = ref (slot == _slot ? ref _count : ref _countBefore);
            if (count >= most)
                return false;
            count++;
            return true;
        }

        public readonly void Save(StateWriter writer)
        {
            writer.Int64(_slot);
            writer.Int32(_count);
            writer.Int32(_countBefore);
        }

        public static Beat Restore(ref StateReader reader) => new() { _slot = reader.Int64(), _count = reader.Int32(), _countBefore = reader.Int32() };
    }
}
