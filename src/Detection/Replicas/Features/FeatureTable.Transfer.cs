using IncidentMesh.Detection.Replicas.Snapshots;

namespace IncidentMesh.Detection.Replicas.Features;

internal sealed partial class FeatureTable
{
    /// <summary>The most features there can be: each family's own, and its rest.</summary>
    public static readonly int Most = FeatureFamilies.All.Count * (MostOfFamily + 1);

    public void Transfer(StateTransfer state)
    {
        var count = state.Count(_names.Count, Most);
        for (var at = 0; at < count; at++)
        {
            var isNew = at == _names.Count;
            var name = state.Text(isNew ? "" : _names[at]);
            var family = Family(state.Text(isNew ? "" : _families[at].Name), name);
            if (isNew)
                New(name, family);
        }

        foreach (var family in FeatureFamilies.All)
            _sizes[family] = state.Count(_sizes.GetValueOrDefault(family), MostOfFamily);
    }

    private static FeatureFamily Family(string family, string feature) =>
        FeatureFamilies.All.FirstOrDefault(known => known.Name == family) ?? FeatureFamilies.Of(feature);
}
