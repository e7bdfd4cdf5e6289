using System.Collections.Frozen;

namespace IncidentMesh.Detection.Replicas.Features;

/// <summary>The families that are told apart, and to which of them a feature belongs.</summary>
internal static class FeatureFamilies
{
    /// <summary>Stands between a family and the container that is not its pod's main one.</summary>
    public const char Container = '@';

    public static readonly FeatureFamily Tools = new("exec|tool", 0.1, 0.05, 0.5, 0.04, IsGrave: true);
    public static readonly FeatureFamily Credentials = new("file|credential", 0.1, 0.5, 0.5, 0.02, IsGrave: true);
    public static readonly FeatureFamily Gauges = new("gauge", 1000, 1000, 1, 0.28, IsAmount: true);
    public static readonly FeatureFamily Others = new("other", 100, 100, 1, 0.02);

    public static readonly IReadOnlyList<FeatureFamily> All =
    [
        Tools,
        new("exec", 3, 1, 0.5, 0.12, LateComers: 0.05),
        Credentials,
        new("listen", 0.1, 0.5, 0.5, 0.02),
        new("connect", 5, 12, 0.08, 0.16, IsRetried: true),
        new("accept", 60, 60, 0.5, 0.04),
        new("dns", 10, 12, 0.05, 0.08, IsRetried: true),
        new("api", 2, 4, 0.5, 0.08, LateComers: 0.05),
        new("file", 100, 100, 0.5, 0.06),
        new("syscall", 4, 8, 0.5, 0.04, IsRetried: true, LateComers: 0.05),
        new("log", 500, 500, 1, 0.03, IsRetried: true),
        new("exit", 20, 20, 1, 0.01, IsRetried: true),
        Gauges,
        Others,
    ];

    private static readonly FrozenDictionary<string, FeatureFamily>.AlternateLookup<ReadOnlySpan<char>> ByName =
        All.ToFrozenDictionary(family => family.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<FeatureFamily, int> Numbers = All.Index().ToFrozenDictionary(pair => pair.Item, pair => pair.Index);

    /// <returns>The place of the family in <see cref="All"/>.</returns>
    public static int NumberOf(FeatureFamily family) => Numbers[family];

    /// <param name="feature">Name of a feature, such as <c>exec|/usr/bin/curl</c>.</param>
    /// <returns>Its family; <see cref="Others"/> where no word of ours stands before its bar.</returns>
    public static FeatureFamily Of(string feature)
    {
        var bar = feature.IndexOf('|', StringComparison.Ordinal);
        if (bar < 0)
            return Others;
        var name = feature.AsSpan(0, bar);
        var container = name.IndexOf(Container);
        if (!ByName.TryGetValue(container < 0 ? name : name[..container], out var family))
            return Others;
        var what = feature.AsSpan(bar + 1);
        return family.Name switch
        {
            "file" when CredentialFiles.Contains(what) => Credentials,
            "exec" when IntruderTools.Contains(what) => Tools,
            _ => family,
        };
    }
}
