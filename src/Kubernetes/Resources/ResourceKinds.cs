namespace IncidentMesh.Kubernetes.Resources;

/// <summary>
/// The table of what is listed and watched. Secrets and config maps are not in it and never will be: their names come
/// from references. Values of environment variables, of Helm releases and of scalers' triggers are left out.
/// </summary>
internal static class ResourceKinds
{
    private const string Container =
        "name,image,restartPolicy,securityContext,ports(name,containerPort,hostPort,hostIP,protocol),env(name,valueFrom),envFrom,"
        + "volumeMounts(name,mountPath,readOnly,subPath,mountPropagation),resources(limits,requests),"
        + "livenessProbe(httpGet(host,port),tcpSocket(host,port)),readinessProbe(httpGet(host,port),tcpSocket(host,port)),startupProbe(httpGet(host,port),tcpSocket(host,port)),"
        + "lifecycle(postStart(httpGet(host,port),tcpSocket(host,port)),preStop(httpGet(host,port),tcpSocket(host,port)))";

    private const string PodFields =
        "serviceAccountName,automountServiceAccountToken,hostNetwork,hostPID,hostIPC,hostUsers,shareProcessNamespace,runtimeClassName,os(name),nodeSelector,"
        + "priorityClassName,securityContext,imagePullSecrets(name),"
        + $"containers({Container}),initContainers({Container}),ephemeralContainers({Container}),"
        + "volumes(name,hostPath,secret(secretName,optional),configMap(name),persistentVolumeClaim(claimName,readOnly),csi(driver,readOnly,nodePublishSecretRef),flexVolume(driver),nfs(readOnly),iscsi(readOnly),"
        + "projected(sources(secret(name),configMap(name),downwardAPI(),serviceAccountToken(path,audience,expirationSeconds),clusterTrustBundle())),*())";

    private const string Template = $"template(metadata(labels,annotations),spec({PodFields}))";

    private const string Route = "spec(parentRefs,hostnames,rules(matches,backendRefs)),status(parents(parentRef,conditions(type,status)))";

    public static readonly ResourceKind Pods = new("Pod", "", ["v1"], "pods")
    {
        Fields = $"spec({PodFields}),status(containerStatuses(name,imageID),initContainerStatuses(name,imageID))",
        OwnFields = "spec(nodeName),status(phase,podIP,startTime)",
        Awaited = true,
    };

    public static readonly ResourceKind Namespaces = new("Namespace", "", ["v1"], "namespaces") { MetadataOnly = true, Awaited = true };

    public static readonly ResourceKind ReplicaSets = new("ReplicaSet", "apps", ["v1"], "replicasets") { MetadataOnly = true, Awaited = true };

    public static readonly ResourceKind Deployments = new("Deployment", "apps", ["v1"], "deployments")
    {
        Fields = $"spec(replicas,selector,paused,{Template}),status(readyReplicas)",
        Awaited = true,
    };

    public static readonly ResourceKind StatefulSets = new("StatefulSet", "apps", ["v1"], "statefulsets")
    {
        Fields = $"spec(replicas,selector,serviceName,{Template}),status(readyReplicas)",
        Awaited = true,
    };

    public static readonly ResourceKind DaemonSets = new("DaemonSet", "apps", ["v1"], "daemonsets")
    {
        Fields = $"spec(selector,{Template}),status(desiredNumberScheduled,numberReady)",
        Awaited = true,
    };

    public static readonly ResourceKind Jobs = new("Job", "batch", ["v1"], "jobs")
    {
        Fields = $"spec(parallelism,completions,suspend,{Template}),status(active,succeeded,failed)",
        Awaited = true,
    };

    public static readonly ResourceKind CronJobs = new("CronJob", "batch", ["v1", "v1beta1"], "cronjobs")
    {
        Fields = $"spec(schedule,suspend,jobTemplate(spec({Template})))",
        Awaited = true,
    };

    public static readonly ResourceKind Services = new("Service", "", ["v1"], "services")
    {
        Fields = "spec(type,selector,clusterIP,externalIPs,externalName,externalTrafficPolicy,loadBalancerClass,loadBalancerSourceRanges,"
            + "allocateLoadBalancerNodePorts,ports(name,protocol,port,targetPort,nodePort)),status(loadBalancer)",
        Awaited = true,
    };

    public static readonly ResourceKind Ingresses = new("Ingress", "networking.k8s.io", ["v1", "v1beta1"], "ingresses")
    {
        Fields = "spec(ingressClassName,defaultBackend,backend,rules,tls(hosts,secretName)),status(loadBalancer)",
        Awaited = true,
    };

    public static readonly ResourceKind Autoscalers = new("HorizontalPodAutoscaler", "autoscaling", ["v2", "v2beta2", "v1"], "horizontalpodautoscalers")
    {
        Fields = "spec(scaleTargetRef,minReplicas,maxReplicas),status(currentReplicas,desiredReplicas)",
        Awaited = true,
    };

    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        Namespaces,
        new("Node", "", ["v1"], "nodes")
        {
            Fields = "spec(providerID,unschedulable,taints(key,value,effect)),"
                + "status(addresses,nodeInfo,runtimeHandlers,features,conditions(type,status))",
        },
        Pods, Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs, CronJobs,
        Services,
        new("EndpointSlice", "discovery.k8s.io", ["v1", "v1beta1"], "endpointslices")
        {
            Fields = "addressType,endpoints(addresses,conditions(ready),targetRef(kind,name)),ports(name,port,protocol)",
        },
        Ingresses,
        new("IngressClass", "networking.k8s.io", ["v1", "v1beta1"], "ingressclasses") { Fields = "spec(controller)" },
        new("NetworkPolicy", "networking.k8s.io", ["v1"], "networkpolicies") { Fields = "spec" },
        Gateway("GatewayClass", "gatewayclasses", "spec(controllerName)", "v1", "v1beta1"),
        Gateway("Gateway", "gateways", "spec(gatewayClassName,addresses,listeners,infrastructure(annotations)),status(addresses)", "v1", "v1beta1", "v1alpha2"),
        Gateway("HTTPRoute", "httproutes", Route, "v1", "v1beta1", "v1alpha2"),
        Gateway("GRPCRoute", "grpcroutes", Route, "v1", "v1alpha2"),
        Gateway("TLSRoute", "tlsroutes", Route, "v1", "v1alpha3", "v1alpha2"),
        Gateway("TCPRoute", "tcproutes", Route, "v1", "v1alpha2"),
        Gateway("UDPRoute", "udproutes", Route, "v1", "v1alpha2"),
        Gateway("ReferenceGrant", "referencegrants", "spec", "v1", "v1beta1", "v1alpha2"),
        new("ServiceAccount", "", ["v1"], "serviceaccounts") { Fields = "automountServiceAccountToken,secrets(name),imagePullSecrets(name)" },
        Rbac("Role", "roles", "rules"),
        Rbac("ClusterRole", "clusterroles", "rules,aggregationRule"),
        Rbac("RoleBinding", "rolebindings", "roleRef,subjects"),
        Rbac("ClusterRoleBinding", "clusterrolebindings", "roleRef,subjects"),
        Autoscalers,
        new("PodDisruptionBudget", "policy", ["v1", "v1beta1"], "poddisruptionbudgets")
        {
            Fields = "spec,status(currentHealthy,desiredHealthy,disruptionsAllowed,expectedPods)",
        },
        new("RuntimeClass", "node.k8s.io", ["v1", "v1beta1"], "runtimeclasses") { Fields = "handler,scheduling" },
        new("ResourceQuota", "", ["v1"], "resourcequotas") { Fields = "spec,status(hard,used)" },
        Admission("ValidatingWebhookConfiguration", "validatingwebhookconfigurations", Webhooks),
        Admission("MutatingWebhookConfiguration", "mutatingwebhookconfigurations", Webhooks),
        Admission("ValidatingAdmissionPolicy", "validatingadmissionpolicies", "spec"),
        Admission("ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", "spec"),
        Extension("ScaledObject", "keda.sh", "scaledobjects",
            "spec(scaleTargetRef,minReplicaCount,maxReplicaCount,idleReplicaCount,triggers(type)),status(hpaName)", "v1alpha1"),
        Extension("Application", "argoproj.io", "applications",
            "spec(project,destination,syncPolicy),status(resources(group,kind,namespace,name),sync(status),health(status))", "v1alpha1"),
        Extension("Kustomization", "kustomize.toolkit.fluxcd.io", "kustomizations",
            "spec(suspend,prune,force,targetNamespace,sourceRef),status(inventory(entries(id)))", "v1", "v1beta2"),
        Extension("HelmRelease", "helm.toolkit.fluxcd.io", "helmreleases",
            "spec(suspend,releaseName,targetNamespace,chart(spec(chart,version)))", "v2", "v2beta2", "v2beta1"),
        Extension("Certificate", "cert-manager.io", "certificates", "spec(secretName,dnsNames,issuerRef),status(notAfter,conditions(type,status))", "v1"),
        Extension("ExternalSecret", "external-secrets.io", "externalsecrets",
            "spec(secretStoreRef,target(name,creationPolicy),refreshInterval),status(conditions(type,status))", "v1", "v1beta1"),
        Extension("VulnerabilityReport", "aquasecurity.github.io", "vulnerabilityreports",
            "report(artifact,registry,summary,vulnerabilities(vulnerabilityID,severity,score,resource,installedVersion,fixedVersion))", "v1alpha1"),
    ];

    private const string Webhooks =
        "webhooks(name,failurePolicy,matchPolicy,sideEffects,timeoutSeconds,rules,namespaceSelector,objectSelector,clientConfig(service))";

    private static ResourceKind Rbac(string kind, string resource, string fields) =>
        new(kind, "rbac.authorization.k8s.io", ["v1"], resource) { Fields = fields };

    private static ResourceKind Admission(string kind, string resource, string fields) =>
        new(kind, "admissionregistration.k8s.io", ["v1", "v1beta1"], resource) { Fields = fields };

    private static ResourceKind Gateway(string kind, string resource, string fields, params IReadOnlyList<string> versions) =>
        Extension(kind, "gateway.networking.k8s.io", resource, fields, [.. versions]);

    private static ResourceKind Extension(string kind, string group, string resource, string fields, params IReadOnlyList<string> versions) =>
        new(kind, group, versions, resource) { Fields = fields, IsExtension = true };
}
