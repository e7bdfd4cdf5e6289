using IncidentMesh.Testing.Kubernetes;

[assembly: AssemblyFixture(typeof(KubernetesTestServer))]
