namespace IncidentMesh.Detection.Tests.Rules.Shipped;

public sealed class ForbiddenBurstTests
{
    private readonly DetectionPipeline _pipeline = new(DetectionOptions.Default, ShippedRules.Core);

    [Fact]
    public void Twenty_forbidden_requests_in_a_while_are_one_detection()
    {
        var told = Enumerable.Range(0, 60).Select(i => Forbidden("mira", i)).ToList();

        Assert.Equal(19, told.IndexOf(true));
        Assert.Single(told, true);
    }

    [Fact]
    public void Users_are_counted_apart()
    {
        for (var i = 0; i < 19; i++)
            Assert.False(Forbidden("mira", i) || Forbidden("jonas", i));
    }

    [Fact]
    public void After_a_pause_a_burst_is_told_again()
    {
        Assert.Single(Enumerable.Range(0, 30), i => Forbidden("mira", i));
        Assert.Single(Enumerable.Range(0, 30), i => Forbidden("mira", 1000 + i));
    }

    [Fact]
    public void A_few_now_and_then_are_nothing()
    {
        for (var i = 0; i < 500; i++)
            Assert.False(Forbidden("mira", i * 20));
    }

    [Fact]
    public void Late_events_count_where_they_fit_in()
    {
        for (var i = 0; i < 10; i++)
            Assert.False(Forbidden("mira", 250));
        for (var i = 0; i < 9; i++)
            Assert.False(Forbidden("mira", 100));

        Assert.False(Forbidden("mira", -1000));
        Assert.True(Forbidden("mira", 251));
    }

    private bool Forbidden(string user, double second) =>
        _pipeline.Examine(SignalMaker.Audit(user, "get pods", "shop", 403, second)).Any(detection => detection.Rule == "k8s_audit/Many forbidden requests by one user");
}
