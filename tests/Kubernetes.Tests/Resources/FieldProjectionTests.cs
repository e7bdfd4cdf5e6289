using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentMesh.Kubernetes.Resources;

namespace IncidentMesh.Kubernetes.Tests.Resources;

public sealed class FieldProjectionTests
{
    [Theory]
    [InlineData("spec(type,ports(port))", """{"spec":{"type":"A","ports":[{"port":1,"name":"x"},{"port":2}],"other":{"port":3}},"status":{}}""", """{"spec":{"type":"A","ports":[{"port":1},{"port":2}]}}""")]
    [InlineData("spec", """{"spec":{"a":[1,{"b":null}],"c":"ü\u00e4"}}""", """{"spec":{"a":[1,{"b":null}],"c":"üä"}}""")]
    [InlineData("volumes(name,*())", """{"volumes":[{"name":"a","nfs":{"server":"x"},"emptyDir":{},"odd":5}]}""", """{"volumes":[{"name":"a","nfs":{},"emptyDir":{},"odd":null}]}""")]
    [InlineData("spec(a)", """{"spec":[[{"a":1}],{"a":2},3]}""", """{"spec":[{"a":2}]}""")]
    [InlineData("spec(a)", """{"spec":7}""", """{"spec":null}""")]
    [InlineData("m(annotations)", """{"m":{"annotations":{"team":"a","secret.example/token":"b","iam.gke.io/gcp-service-account":"c","env":1}}}""", """{"m":{"annotations":{"team":"a","iam.gke.io/gcp-service-account":"c"}}}""")]
    [InlineData("volumes(name)", """{"volumes":[{"name":"kube-api-access-x7f2p"},{"name":"kube-api-access-of-mine"}]}""", """{"volumes":[{"name":"kube-api-access"},{"name":"kube-api-access-of-mine"}]}""")]
    public void A_mask_keeps_what_it_names(string mask, string json, string expected)
    {
        // Also where the object arrives in many pieces, as in a watch.
        foreach (var sequence in new[] { Whole(json), InPieces(json) })
        {
            var kept = new FieldProjection(new KeptAnnotations([])).Of(sequence, FieldMask.Parse(mask));

            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(kept!.Value.Span)), Encoding.UTF8.GetString(kept.Value.Span));
        }
    }

    [Theory]
    [InlineData("a(b")]
    [InlineData("a)b")]
    [InlineData("a,,b")]
    [InlineData("")]
    public void A_mask_that_is_none_is_refused(string mask) => Assert.Throws<FormatException>(() => FieldMask.Parse(mask));

    [Fact]
    public void Every_kind_has_a_mask_and_a_name_of_its_own()
    {
        Assert.All(ResourceKinds.All, kind => Assert.NotNull(kind.Kept));
        Assert.Equal(ResourceKinds.All.Count, ResourceKinds.All.SelectMany(kind => new[] { kind.Kind, kind.Resource }).Distinct(StringComparer.OrdinalIgnoreCase).Count() / 2);
        Assert.DoesNotContain(ResourceKinds.All, kind => kind.Resource is "secrets" or "configmaps");
    }

    [Fact]
    public void Of_an_object_that_is_too_large_nothing_is_kept_and_others_go_on()
    {
        var projection = new FieldProjection(new KeptAnnotations([]));
        var containers = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$$"""{"name":"c{{{i}}}","image":"registry.example/some/where:{{{i}}}"}"""));
        var annotations = $$$"""{"metadata":{"name":"a","annotations":{"team":"{{{new string('x', 256 * 1024)}}}"} } }""";

        Assert.Null(projection.Of(Whole($$$"""{"spec":{"containers":[{{{containers}}}]} }"""), ResourceKinds.Pods.Kept));
        Assert.True(projection.Of(Whole(annotations), ResourceKinds.Pods.Kept)!.Value.Length < 2 * KeptAnnotations.MaxValue);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(9_000)]
    public void Of_what_is_nested_deeper_than_anybody_reads_nothing_is_kept(int depth)
    {
        var json = $$$"""{"spec":{{{string.Concat(Enumerable.Repeat("{\"a\":[", depth))}}}1{{{string.Concat(Enumerable.Repeat("]}", depth))}}},"b":2}""";
        var projection = new FieldProjection(new KeptAnnotations([]));
        if (depth > 5_000)
            Assert.ThrowsAny<JsonException>(() => projection.Of(Whole(json), FieldMask.Parse("spec,b")));
        else
            Assert.Equal("""{"spec":null,"b":2}""", Encoding.UTF8.GetString(projection.Of(Whole(json), FieldMask.Parse("spec,b"))!.Value.Span));
    }

    private static ReadOnlySequence<byte> Whole(string json) => new(Encoding.UTF8.GetBytes(json));

    private static ReadOnlySequence<byte> InPieces(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var first = new Piece(bytes.AsMemory(0, 1), 0);
        var last = first;
        for (var at = 1; at < bytes.Length; at++)
            last = last.Append(bytes.AsMemory(at, 1));
        return new ReadOnlySequence<byte>(first, 0, last, 1);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Piece Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
