using System.Runtime.CompilerServices;

namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>Counts the features that one replica shows in one window.</summary>
internal readonly ref struct StayCounting(FeatureStays stays, AgeBand band, long window, bool isSuspect, double common, double commonLater)
{
    private readonly Span<double> _counts = stays.Counts;
    private readonly Span<BandStay> _stays = stays.Of(band);
    private readonly Span<BandStay> _later = stays.Of(AgeBand.Steady);

    /// <returns>Whether the feature is common: in its age band, or among those that are older.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsCommon(int column, double count)
    {
        _counts[column] += count;
        ref var stay = ref _stays[column];
        if (!isSuspect)
            stay.See(window);
        return stay.Present > common || _later[column].Present > commonLater;
    }
}
