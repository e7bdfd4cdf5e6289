namespace IncidentMesh.Detection.Tests.Attribution;

public sealed class PodNamesTests
{
    [Theory]
    [InlineData("web-6d8f7c9b5d-x7k2p", "Deployment", "web")]
    [InlineData("mysql-db-7d59548d75-wh44s", "Deployment", "mysql-db")]
    [InlineData("falco-k8saudit-eks-96d7f6f99-vwjgc", "Deployment", "falco-k8saudit-eks")]
    [InlineData("poolmgr-go-default-516098-5bdbf8c8f5-g8gvc", "Deployment", "poolmgr-go-default-516098")]
    [InlineData("web-6dfd8b-6dkjc", "Deployment", "web")]
    [InlineData("kube-proxy-x7k2p", "DaemonSet", "kube-proxy")]
    [InlineData("node-exporter-4bzqn", "DaemonSet", "node-exporter")]
    [InlineData("agent-a1b2c3-4bzqn", "DaemonSet", "agent-a1b2c3")]
    [InlineData("backup-29123400-4bzqn", "CronJob", "backup")]
    [InlineData("backup-1623612958-4bzqn", "CronJob", "backup")]
    [InlineData("postgres-0", "StatefulSet", "postgres")]
    [InlineData("kafka-broker-12", "StatefulSet", "kafka-broker")]
    [InlineData("alpine", "Pod", "alpine")]
    [InlineData("kube-apiserver-worker-one", "Pod", "kube-apiserver-worker-one")]
    [InlineData("x-00", "Pod", "x-00")]
    [InlineData("web-123456", "Pod", "web-123456")]
    [InlineData("a-bcdfg", "DaemonSet", "a")]
    public void Pods_are_named_by_their_controllers(string pod, string kind, string name)
    {
        var workload = PodNames.InferWorkload("prod", "shop", pod)!;

        Assert.Equal(("prod", "shop", kind, name), (workload.Cluster, workload.Namespace, workload.Kind, workload.Name));
    }

    [Theory]
    [InlineData("shop", "")]
    [InlineData("a-namespace-of-sixty-four-characters-which-is-one-more-than-it-may", "web-0")]
    [InlineData("shop", "a/b")]
    [InlineData("shop", "Web-0")]
    [InlineData("shop", "web-0\n")]
    [InlineData("shop", "-web")]
    [InlineData("../kube-system", "web-0")]
    [InlineData("", "web-0")]
    public void What_Kubernetes_would_not_allow_as_a_name_is_no_pod(string place, string pod) =>
        Assert.Null(PodNames.InferWorkload("prod", place, pod));

    [Fact]
    public void A_name_of_endless_length_is_no_pod() =>
        Assert.Null(PodNames.InferWorkload("prod", "shop", new string('a', 254)));
}
