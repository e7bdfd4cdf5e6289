using CsCheck;
using IncidentMesh.Benchmarks.ReplicaQuality.Alternatives;

namespace IncidentMesh.Detection.Tests.ReplicaQuality;

public sealed class SelectionTests
{
    [Fact]
    public void It_finds_what_stands_at_a_rank_after_sorting() =>
        Gen.Int[1, 300].SelectMany(static count => Gen.Select(Gen.Int[0, 50].Select(static value => (double)value).Array[count], Gen.Int[0, count - 1])).Sample(static (values, rank) =>
        {
            var sorted = values.Order().ToArray();

            Assert.Equal(sorted[rank], Selection.Smallest([.. values], rank));
            Assert.Equal((sorted[values.Length / 2] + sorted[(values.Length - 1) / 2]) / 2, Selection.Median([.. values]));
        }, seed: "0000KBpcfF-1");
}
