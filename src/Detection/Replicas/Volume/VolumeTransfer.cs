// What of amounts is kept in snapshots, class by class: it is read in the order in which it is written.
using System.Numerics;
using IncidentMesh.Detection.Replicas.Features;
using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Volume;

internal sealed partial class EvidenceTail
{
    public void Transfer(StateTransfer state)
    {
        var count = state.Count(_peaks.Length, 1024);
        for (var at = 0; at < count; at++)
        {
            var bin = Math.Min(at, _peaks.Length - 1);
            var rises = state.Number(at < _peaks.Length ? _peaks[at] : 0);
            if (state.IsReading)
                _peaks[bin] += rises;
        }

        if (state.Version > 3)
            _highestTold = state.Real(_highestTold);
    }
}

internal sealed partial class VolumeColumns
{
    public void Transfer(StateTransfer state)
    {
        Windows = state.Number(Windows);
        if (state.Version > 1)
            MeanChange = (float)state.Real(MeanChange);
        var any = default(Block);
        var first = VectorColumns.Number(ref any, ref any.Dispersion);
        var last = state.Version switch
        {
            1 => VectorColumns.Number(ref any, ref any.Seen),
            2 => VectorColumns.Number(ref any, ref any.LoadingVariance),
            _ => VectorColumns.Number(ref any, ref any.LevelAge),
        };
        for (var field = first; field <= last; field++)
            VectorColumns.Transfer(Blocks, field, _named, state);
        if (state.Version < 3)
            FillIn(state.Version);
    }

    /// <summary>Fills in what older versions did not hold.</summary>
    private void FillIn(int version)
    {
        foreach (ref var block in Blocks)
        {
            // Version 1 had one age for all features: of what began late, the windows in which it was shown are what it was learned in.
            if (version == 1)
                block.Age = block.Seen;
            // Before version 3 a spread was as old as its feature, told or not: it is learned on for some hours.
            block.LevelAge = Vector.Min(block.Age, new Vector<float>(VolumeColumns.Memory / 4f));
        }
    }
}

internal sealed partial class VolumeWatch
{
    /// <summary>What counts of the columns' state depends on this machine's vectors no more than on its age.</summary>
    public void Transfer(IReadOnlyList<FeatureFamily> families, StateTransfer state)
    {
        Fit(families, 0);
        _columns.Transfer(state);
        _watched = state.Real(_watched);
        foreach (var tail in _tails)
            tail.Transfer(state);
    }
}

internal sealed partial class VolumeRow
{
    /// <summary>A block begins with them: <see cref="Block.Evidence"/>, <see cref="Block.Before"/> and <see cref="Block.Level"/>.</summary>
    private const int FieldsOfSnapshot = 3;

    /// <param name="width">Features that the workload has.</param>
    /// <param name="state">What is written or read.</param>
    public void Transfer(int width, StateTransfer state)
    {
        Fit(width);
        for (var field = 0; field < FieldsOfSnapshot; field++)
            VectorColumns.Transfer(Blocks, field, width, state);
        Activity = (float)state.Real(Activity);
        Role = (float)state.Real(Role);
        Windows = state.Number(Windows);
        Total = state.Real(Total);
    }
}

internal sealed partial class VolumeStory
{
    /// <returns>The story; null where there is none.</returns>
    public static VolumeStory? Transfer(VolumeStory? story, StateTransfer state)
    {
        if (!state.Flag(story is not null))
            return null;
        var began = state.Number(story?.Began ?? 0);
        story ??= new VolumeStory(began);
        for (var family = 0; family < story._peaks.Length; family++)
            story._peaks[family] = state.Real(story._peaks[family]);
        return story;
    }
}

internal sealed partial class VolumeRise
{
    /// <returns>The rise; null where there is none.</returns>
    public static VolumeRise? Transfer(VolumeRise? rise, int width, StateTransfer state)
    {
        if (!state.Flag(rise is not null))
            return null;
        var since = state.Time(rise?.Since ?? default);
        rise ??= new VolumeRise(since, width);
        rise.Transfer(width, state);
        return rise;
    }

    private void Transfer(int width, StateTransfer state)
    {
        Fit(width);
        for (var family = 0; family < _peaks.Length; family++)
            _peaks[family] = state.Real(_peaks[family]);
        for (var family = 0; state.Version > 3 && family < _taught.Length; family++)
            _taught[family] = state.Real(_taught[family]);
        IsReported = state.Flag(IsReported);
        IsAttack = state.Version > 4 && state.Flag(IsAttack);
        Seconds = state.Real(Seconds);
        PeerSeconds = state.Real(PeerSeconds);
        Peers = state.Number(Peers);
        state.Reals(_own.AsSpan(0, width));
        state.Reals(_peers.AsSpan(0, width));
    }
}
