using System.Net;
using IncidentMesh.Contracts.Access;
using IncidentMesh.Gateway.Tests.Fakes;

namespace IncidentMesh.Gateway.Tests.Rest;

public sealed class EvidenceApiTests : IAsyncLifetime
{
    private const string Id = "inc-aaaaaaaaaaaa";
    private const string Path = $"/api/v1/incidents/{Id}/plan/plan-1/evidence";
    private GatewayUnderTest _gateway = null!;
    private string _alice = "";

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayUnderTest.StartAsync();
        _gateway.Grains.Incidents.Add(Id, "alpha");
        _alice = _gateway.Grains.Access.Token(Role.Responder, person: true, name: "alice");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task What_a_plan_kept_is_listed_with_hashes_and_with_what_is_missing()
    {
        var evidence = await (await _gateway.GetAsync(Path, _alice)).JsonAsync();

        // echo hello | sha256sum, and the hash of the line that it prints with the file's name.
        const string Sum = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
        Assert.Equal($"{Sum}  pods/web-1/app.log\n", evidence.GetProperty("sums").GetString());
        Assert.Equal("3bca6dd9732cb54774841532feb9c6b6f4652a63fa262e3c58c2fff7265b7d8d", evidence.GetProperty("sha256").GetString());
        Assert.Equal("pods/web-1/app.log: denied", Assert.Single(evidence.GetProperty("missing").EnumerateArray()).GetString());
        var file = Assert.Single(evidence.GetProperty("files").EnumerateArray());
        Assert.Equal((1, "pods/web-1/app.log", 6, Sum, true),
            (file.GetProperty("number").GetInt32(), file.GetProperty("name").GetString(), file.GetProperty("bytes").GetInt64(), file.GetProperty("sha256").GetString(), file.GetProperty("isCut").GetBoolean()));
    }

    [Fact]
    public async Task A_file_comes_as_it_was()
    {
        var file = await (await _gateway.GetAsync($"{Path}/1", _alice)).JsonAsync();

        Assert.Equal("hello\n"u8.ToArray(), file.GetProperty("content").GetBytesFromBase64());
    }

    [Theory]
    [InlineData("/incidents/inc-aaaaaaaaaaaa/plan/plan-1/evidence/2")]
    [InlineData("/incidents/inc-aaaaaaaaaaaa/plan/plan-1/evidence/0")]
    [InlineData("/incidents/inc-aaaaaaaaaaaa/plan/plan-1/evidence/-1")]
    [InlineData("/incidents/inc-aaaaaaaaaaaa/plan/plan-1/evidence/one")]
    [InlineData("/incidents/inc-aaaaaaaaaaaa/plan/plan-2/evidence")]
    [InlineData("/incidents/inc-aaaaaaaaaaaa/plan/plan-2/evidence/1")]
    [InlineData("/incidents/inc-aaaaaaaaaaaa/plan/..%2Fplan-1/evidence")]
    [InlineData("/incidents/inc-bbbbbbbbbbbb/plan/plan-1/evidence")]
    public async Task What_is_not_there_is_404(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.GetAsync($"/api/v1{path}", _alice)).StatusCode);

    [Fact]
    public async Task Logs_are_not_for_every_viewer_nor_for_those_of_another_cluster()
    {
        var viewer = _gateway.Grains.Access.Token(Role.Viewer, person: true, name: "bob");
        var elsewhere = _gateway.Grains.Access.Token(Role.Responder, true, null, "carol", ["beta"]);

        Assert.Equal(HttpStatusCode.Forbidden, (await _gateway.GetAsync($"{Path}/1", viewer)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _gateway.GetAsync($"{Path}/1", elsewhere)).StatusCode);
    }
}
