using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Elsewhere;

public sealed partial class ImageAccount
{
    private const int Version = 1;

    /// <returns>All of it, with a checksum.</returns>
    public byte[] Save()
    {
        var state = new StateWriting(Version);
        Transfer(state);
        return StateSeal.Close(state.ToArray());
    }

    /// <returns>What was saved; nothing where that cannot be read: within an hour all is told again.</returns>
    public static ImageAccount Restore(ReadOnlyMemory<byte> saved)
    {
        var account = new ImageAccount();
        if (!StateSeal.TryOpen(saved, out var state) || state.Version != Version)
            return account;
        try
        {
            account.Transfer(state);
            return account;
        }
        catch (FormatException)
        {
            return new ImageAccount();
        }
    }

    private void Transfer(StateTransfer state)
    {
        var workloads = _told.ToArray();
        var count = state.Count(workloads.Length, MostWorkloads);
        for (var at = 0; at < count; at++)
        {
            var (name, told) = state.IsReading ? new("", new Told(default, default, 0, 0, false, new(StringComparer.Ordinal))) : workloads[at];
            name = state.Text(name);
            told = new Told(state.Time(told.At), state.Time(told.Through), state.Count(told.Pods, int.MaxValue), state.Real(told.Seconds), state.Flag(told.IsPartial), told.Features);
            Transfer(told.Features, state);
            if (state.IsReading)
                Add(name, told);
        }
    }

    private static void Transfer(Dictionary<string, long> features, StateTransfer state)
    {
        var known = features.ToArray();
        var count = state.Count(known.Length, MostFeatures);
        for (var at = 0; at < count; at++)
        {
            var feature = state.Text(state.IsReading ? "" : known[at].Key);
            features[feature] = state.Number(state.IsReading ? 0 : known[at].Value);
        }
    }
}
