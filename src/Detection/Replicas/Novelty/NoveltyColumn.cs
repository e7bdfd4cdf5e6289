using IncidentMesh.Detection.Replicas.Features;

namespace IncidentMesh.Detection.Replicas.Novelty;

/// <summary>When and where a feature was seen in a workload.</summary>
/// <param name="family">Of the feature.</param>
/// <param name="number">Its column.</param>
/// <param name="stays">How much all features were seen.</param>
internal sealed partial class NoveltyColumn(FeatureFamily family, int number, FeatureStays stays)
{
    /// <summary>Appearances up to which what an attacker taught can be taken back: its own, and two like it since.</summary>
    private const int Few = 3;

    private string? _first;
    private string? _revision;
    private bool _wasTold;

    public FeatureFamily Family => family;

    /// <summary>Whether no more than one replica has ever shown it, beside those that were reported for it.</summary>
    public bool IsSolitary { get; private set; } = true;

    /// <summary>Whether replicas of one revision only have ever shown it while it was not common.</summary>
    public bool IsOfOneRevision { get; private set; } = true;

    /// <summary>Replicas that began to show it since <see cref="Began"/>, within the same few minutes; or all that show it by now, if most do.</summary>
    public int Sharers { get; private set; }

    /// <summary>Window in which the present appearance began.</summary>
    public long Began { get; private set; } = long.MinValue / 2;

    public ref BandStay In(AgeBand band) => ref stays.Of(band)[number];

    /// <summary>Whether it was seen only here and there, in one replica, and no more: what is seen once foretells what is yet unseen.</summary>
    /// <param name="band">In which it was seen.</param>
    /// <param name="window">Number of the present window.</param>
    /// <param name="since">Number of the window since which it must have been seen: years of them would foretell more and more.</param>
    public bool IsSingleton(AgeBand band, long window, long since) =>
        IsSolitary && !(_wasTold && family.IsGrave) && Began >= since && window - Began > NoveltyEpisode.Gap && In(band).Present is > 0 and <= 3 && (band == AgeBand.Starting || In(AgeBand.Starting).Present == 0);

    /// <summary>Notes that so many replicas show it by now.</summary>
    public void RaiseSharers(int replicas) => Sharers = Math.Max(Sharers, replicas);

    /// <summary>Takes back all that a replica taught which is reported for it; nothing where others showed it, too.</summary>
    public void Withdraw()
    {
        if (IsSolitary)
            Forget();
    }

    /// <summary>Takes back what was learned since a replica was reported for it, because that was an attack; nothing where it has become usual since.</summary>
    /// <param name="replica">That one. What another taught, it keeps.</param>
    public void Unlearn(string replica)
    {
        if (_first != replica || In(AgeBand.Starting).Appearances + In(AgeBand.Steady).Appearances > Few)
            return;
        Forget();
        IsSolitary = true;
    }

    /// <summary>Lets a feature that was withdrawn be known after all.</summary>
    /// <param name="replica">That showed it.</param>
    /// <param name="revision">Of the replica.</param>
    /// <param name="band">In which it was.</param>
    public void Restore(string replica, string revision, AgeBand band)
    {
        if (_first is not null)
            return;
        (_first, _revision) = (replica, revision);
        In(band).Recall();
    }

    private void Forget()
    {
        _first = _revision = null;
        _wasTold = true;
        In(AgeBand.Starting).Forget();
        In(AgeBand.Steady).Forget();
    }

    /// <summary>Counts a replica that begins to show it.</summary>
    public void Begin(string replica, string revision, AgeBand band, long window, int together)
    {
        _first ??= replica;
        In(band).Appearances++;
        IsSolitary &= _first == replica;
        _revision ??= revision;
        IsOfOneRevision &= _revision == revision;
        if (window - Began > together)
        {
            Began = window;
            Sharers = 0;
        }

        Sharers++;
    }
}
