namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign.Behaviours;

/// <summary>One great client, whose connections stay with one replica until they break.</summary>
internal sealed class StickyClient : Behaviour
{
    private SimulatedReplica? _server;
    private double _until;
    private double _factor;

    public override void Arrange(SimulatedWorkload workload)
    {
        var draws = workload.Draws;
        if (_server is null || workload.Window >= _until || !workload.Replicas.Contains(_server))
        {
            _server = draws.Pick(workload.Replicas);
            _until = workload.Window + draws.Exponential(5 * 60);
            _factor = draws.Uniform(2, 6);
        }

        _server.Share *= _factor;
    }
}
