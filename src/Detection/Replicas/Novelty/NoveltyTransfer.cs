// What of novelty is kept in snapshots, class by class: it is read in the order in which it is written.
using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Novelty;

internal partial struct BandStay
{
    public void Transfer(StateTransfer state)
    {
        _last = state.Number(_last);
        Present = state.Number(Present);
        Appearances = state.Number(Appearances);
    }
}

internal sealed partial class NoveltyColumn
{
    public void Transfer(StateTransfer state)
    {
        In(AgeBand.Starting).Transfer(state);
        In(AgeBand.Steady).Transfer(state);
        _first = state.Text(_first ?? "") is { Length: > 0 } first ? first : null;
        IsSolitary = state.Flag(IsSolitary);
        _revision = state.Text(_revision ?? "") is { Length: > 0 } revision ? revision : null;
        IsOfOneRevision = state.Flag(IsOfOneRevision);
        Sharers = state.Number(Sharers);
        Began = state.Number(Began);
        stays.Counts[number] = state.Real(stays.Counts[number]);
        _wasTold = state.Version > 3 && state.Flag(_wasTold);
    }
}

internal sealed partial class ForeignFeature
{
    public void Transfer(StateTransfer state)
    {
        _surprise = state.Real(_surprise);
        _last = state.Number(_last);
        _appearances = state.Number(_appearances);
        Count = state.Real(Count);
    }
}

internal sealed partial class NoveltyEpisode
{
    /// <returns>The episode; null where there is none.</returns>
    public static NoveltyEpisode? Transfer(NoveltyEpisode? episode, IReadOnlyList<NoveltyColumn> columns, StateTransfer state)
    {
        if (!state.Flag(episode is not null))
            return null;
        var began = state.Number(episode?._began ?? 0);
        var since = state.Time(episode?.Since ?? default);
        var band = state.Band(episode?.Band ?? default);
        episode ??= new NoveltyEpisode(began, since, band);
        episode.Transfer(columns, state);
        return episode;
    }

    private void Transfer(IReadOnlyList<NoveltyColumn> columns, StateTransfer state)
    {
        Last = state.Number(Last);
        IsReported = state.Flag(IsReported);
        IsAttack = state.Version > 4 && state.Flag(IsAttack);
        Revision = state.Text(Revision ?? "") is { Length: > 0 } revision ? revision : null;
        Seconds = state.Real(Seconds);
        var numbers = _features.Keys.ToArray();
        var count = state.Count(numbers.Length, MostFeatures);
        for (var at = 0; at < count; at++)
        {
            var number = state.Count(state.IsReading ? 0 : numbers[at], columns.Count - 1);
            if (state.IsReading)
                _features[number] = new ForeignFeature(columns[number], 0, 0);
            _features[number].Transfer(state);
        }
    }
}

internal sealed partial class NoveltyHistory
{
    public void Transfer(StateTransfer state)
    {
        var count = state.Count(_ended.Count, Most);
        for (var at = 0; at < count; at++)
        {
            var known = state.IsReading ? null : _ended[at];
            var (surprise, window) = (state.Real(known?.Surprise ?? 0), state.Number(known?.Window ?? 0));
            var isReported = state.Version > 3 && state.Flag(known?.Reported is not null);
            var reported = isReported ? Transfer(known?.Reported, state) : null;
            if (state.IsReading)
                _ended.Add(new EndedEpisode(surprise, window, reported));
        }
    }

    private static ReportedEpisode Transfer(ReportedEpisode? known, StateTransfer state)
    {
        // Version 4 did not say whose it was: it is never taken back.
        if (state.Version < 5)
            return new ReportedEpisode("", default, []);
        var reported = new ReportedEpisode(state.Text(known?.Replica ?? ""), state.Time(known?.Since ?? default), known?.Columns ?? []);
        var count = state.Count(reported.Columns.Count, NoveltyEpisode.MostFeatures);
        for (var at = 0; at < count; at++)
        {
            var column = state.Count(state.IsReading ? 0 : reported.Columns[at], int.MaxValue);
            if (state.IsReading)
                reported.Columns.Add(column);
        }

        return reported;
    }
}

internal sealed partial class NoveltyRow
{
    public void Transfer(IReadOnlyList<NoveltyColumn> columns, StateTransfer state)
    {
        var recent = _recent.ToArray();
        var count = state.Count(recent.Length, columns.Count);
        for (var at = 0; at < count; at++)
        {
            var (column, last) = state.IsReading ? default : recent[at];
            column = state.Count(column, columns.Count - 1);
            _recent[column] = state.Number(last);
        }

        Episode = NoveltyEpisode.Transfer(Episode, columns, state);
    }
}

internal sealed partial class NoveltyWatch
{
    /// <summary>The columns must fit the workload's features already.</summary>
    public void TransferColumns(StateTransfer state)
    {
        foreach (var column in _columns)
            column.Transfer(state);
    }

    /// <summary>Goes through what refers to replicas, and so comes after them.</summary>
    public void Transfer(IReadOnlyDictionary<string, ReplicaState> replicas, StateTransfer state)
    {
        _solitary.Transfer(state);
        _shared.Transfer(state);
        for (var band = 0; band < _windows.Length; band++)
            _windows[band] = state.Number(_windows[band]);
        Shared = NoveltyEpisode.Transfer(Shared, _columns, state);
        var count = state.Count(_appearances.Count, int.MaxValue);
        for (var at = 0; at < count; at++)
        {
            var seen = state.IsReading ? default : _appearances[at];
            var replica = state.Text(seen.Replica?.Name ?? "");
            seen = new Appearance(
                replicas[replica], state.Count(seen.Column, _columns.Count - 1), state.Band(seen.Band), state.Real(seen.Count), state.Number(seen.Window), state.Time(seen.Since));
            if (state.IsReading)
                _appearances.Add(seen);
        }
    }

    public void Transfer(NoveltyRow row, StateTransfer state) => row.Transfer(_columns, state);
}
