using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Tests.Rules.Shipped;

public sealed class SecretReadTests
{
    private readonly DetectionPipeline _pipeline = new(DetectionOptions.Default, ShippedRules.Core);

    [Theory]
    [InlineData("get secrets")]
    [InlineData("list secrets")]
    [InlineData("watch secrets")]
    public void The_first_read_in_a_namespace_is_told_and_no_further_one(string request)
    {
        Assert.Equal(Severity.Medium, Told("mira", request, "shop"));
        Assert.Null(Told("mira", "get secrets", "shop"));
        Assert.Null(Told("mira", "list secrets", "shop"));
        Assert.Equal(Severity.Medium, Told("mira", request, "billing"));
        Assert.Equal(Severity.Medium, Told("jonas", request, "shop"));
    }

    [Fact]
    public void Reading_everywhere_is_worse_and_told_once()
    {
        Assert.Equal(Severity.High, Told("operator", "list secrets", null));
        Assert.Null(Told("operator", "watch secrets", null));
    }

    [Fact]
    public void A_service_account_at_home_is_mostly_at_work()
    {
        Assert.Equal(Severity.Low, Told("system:serviceaccount:shop:web", "get secrets", "shop"));
        Assert.Equal(Severity.Medium, Told("system:serviceaccount:shop:web", "get secrets", "shop2"));
        Assert.Equal(Severity.Medium, Told("system:serviceaccount:shop2:web", "get secrets", "shop"));
    }

    [Theory]
    [InlineData("system:node:worker-1")]
    [InlineData("system:kube-controller-manager")]
    [InlineData("system:kube-scheduler")]
    [InlineData("system:apiserver")]
    [InlineData("system:serviceaccount:kube-system:generic-garbage-collector")]
    public void The_control_plane_is_exempt(string user) => Assert.Null(Told(user, "list secrets", null));

    [Theory]
    [InlineData("get secrets", 403)]
    [InlineData("get secrets", 404)]
    [InlineData("create secrets", 201)]
    [InlineData("get configmaps", 200)]
    public void What_gives_no_secret_away_is_not_told(string request, int code) => Assert.Null(Told("mira", request, "shop", code));

    private Severity? Told(string user, string request, string? place, int code = 200) =>
        _pipeline.Examine(SignalMaker.Audit(user, request, place, code)).SingleOrDefault()?.Severity;
}
