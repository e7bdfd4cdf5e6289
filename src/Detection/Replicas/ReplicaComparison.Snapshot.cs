using System.Diagnostics.CodeAnalysis;
using IncidentMesh.Detection.Replicas.Findings;
using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas;

public sealed partial class ReplicaComparison
{
    /// <summary>Version of the snapshots that are written; older ones are read as well.</summary>
    private const int SnapshotVersion = 5;

    /// <summary>Writes down all that was learned: 13 bytes a replica and feature at most, and 70 a feature.</summary>
    /// <returns>A version, the state, and a checksum of both.</returns>
    public byte[] Save()
    {
        var state = new StateWriting(SnapshotVersion);
        Transfer(state);
        return StateSeal.Close(state.ToArray());
    }

    /// <summary>Goes on where another comparison of the same workload stood when it was saved: it finds what that would have found.</summary>
    /// <param name="workload">Name of the workload.</param>
    /// <param name="window">Length of its windows.</param>
    /// <param name="budget">How many false alarms it may raise; it may differ from the one before.</param>
    /// <param name="snapshot">What <see cref="Save"/> returned. <see cref="Standing"/> is empty until the next window.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="problem">Why there is none, as the end of a sentence: learning has to begin anew.</param>
    public static bool TryRestore(
        string workload, TimeSpan window, FalseAlarmBudget budget, ReadOnlyMemory<byte> snapshot,
        [NotNullWhen(true)] out ReplicaComparison? comparison, [NotNullWhen(false)] out string? problem)
    {
        comparison = null;
        if (!StateSeal.TryOpen(snapshot, out var state))
        {
            problem = "is damaged";
            return false;
        }

        if (state.Version is < 1 or > SnapshotVersion)
        {
            problem = $"is of version {state.Version}, and this program knows versions up to {SnapshotVersion}";
            return false;
        }

        var restored = new ReplicaComparison(workload, window, budget);
        try
        {
            problem = restored.Transfer(state) && state.AtEnd ? null : "is of windows of another length, or has an end that is not understood";
        }
        catch (FormatException)
        {
            problem = "cannot be understood";
        }

        comparison = problem is null ? restored : null;
        return problem is null;
    }

    /// <returns>False where it is of windows of another length; then nothing else was read.</returns>
    private bool Transfer(StateTransfer state)
    {
        if (state.Number(window.Ticks) != window.Ticks)
            return false;
        _features.Transfer(state);
        _volume.Transfer(_features.Families, state);
        _novelty.Fit(_features.Families);
        _novelty.TransferColumns(state);
        _watchedSeconds = state.Real(_watchedSeconds);
        _window = state.Number(_window);
        _starts = state.Number(_starts);
        _numbered = state.Number(_numbered);
        TransferReplicas(state);
        _novelty.Transfer(_replicas, state);
        TransferKinds(state);
        _tally.Transfer(_features.Names.Count, state);
        return true;
    }

    private void TransferReplicas(StateTransfer state)
    {
        var replicas = _replicas.Values.ToArray();
        var count = state.Count(replicas.Length, int.MaxValue);
        for (var at = 0; at < count; at++)
        {
            var before = state.IsReading ? null : replicas[at];
            var name = state.Text(before?.Name ?? "");
            var number = state.Number(before?.Volume.Number ?? 0);
            var replica = before ?? (_replicas[name] = new ReplicaState(name, number));
            replica.Siblings = Transfer(replica.Siblings, state);
            replica.LastWindow = state.Number(replica.LastWindow);
            replica.Volume.Transfer(_features.Names.Count, state);
            replica.Rise = Volume.VolumeRise.Transfer(replica.Rise, _features.Names.Count, state);
            replica.Story = Volume.VolumeStory.Transfer(replica.Story, state);
            _novelty.Transfer(replica.Novelty, state);
            if (state.Version > 3)
                (replica.IsHeld, replica.IsAnother) = (state.Flag(replica.IsHeld), state.Flag(replica.IsAnother));
        }
    }

    private void TransferKinds(StateTransfer state)
    {
        var revisions = _revisions.ToArray();
        var count = state.Count(revisions.Length, int.MaxValue);
        for (var at = 0; at < count; at++)
        {
            var revision = state.Text(state.IsReading ? "" : revisions[at].Key);
            _revisions[revision] = state.Number(state.IsReading ? 0 : revisions[at].Value);
        }

        var kinds = _siblings.Keys.ToArray();
        count = state.Count(kinds.Length, int.MaxValue);
        for (var at = 0; at < count; at++)
            Siblings(Transfer(state.IsReading ? default : kinds[at], state));
    }

    private static SiblingKey Transfer(SiblingKey key, StateTransfer state) =>
        new(state.Text(key.Revision ?? ""), state.Text(key.Image ?? ""), state.Band(key.Band));
}
