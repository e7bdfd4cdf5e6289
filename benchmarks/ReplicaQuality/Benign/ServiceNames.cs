namespace IncidentMesh.Benchmarks.ReplicaQuality.Benign;

/// <summary>Names as services of a cluster have them. Only their variety matters.</summary>
internal static class ServiceNames
{
    public static readonly string[] Main = ["/usr/bin/node", "/usr/lib/jvm/bin/java", "/app/server", "/usr/local/bin/python3", "/usr/sbin/nginx", "/app/worker"];

    public static readonly string[] Programs =
        ["/usr/bin/curl", "/usr/bin/convert", "/usr/bin/git", "/usr/bin/tar", "/usr/bin/gzip", "/usr/bin/ffmpeg", "/usr/bin/jq", "/usr/bin/openssl", "/app/bin/render", "/app/bin/thumb", "/usr/bin/wkhtmltopdf", "/usr/bin/psql"];

    public static readonly string[] Initial =
        ["/bin/sh<-/sbin/tini", "/usr/bin/envsubst<-/bin/sh", "/bin/chmod<-/bin/sh", "/app/bin/migrate<-/bin/sh", "/usr/bin/wait-for<-/bin/sh", "/bin/cat<-/bin/sh"];

    public static readonly string[] Peers =
        ["orders.shop:8080/tcp", "users.shop:8080/tcp", "ledger.data:5432/tcp", "cache.data:6379/tcp", "queue.data:5672/tcp", "search.shop:9200/tcp", "mail.infra:587/tcp", "auth.infra:8443/tcp", "objects.example.net:443/tcp", "payments.example.com:443/tcp", "metrics.infra:9091/tcp", "traces.infra:4317/tcp"];

    public static readonly string[] Callers = ["ingress/edge:8080/tcp", "shop/front:8080/tcp", "shop/basket:8080/tcp", "infra/gateway:8080/tcp"];

    public static readonly string[] Files =
        ["data//var/lib/app/<n>.db", "data//srv/uploads/<id>", "tmp//tmp/upload-<id>", "tmp//tmp/render-<id>", "log//var/log/app/access.log", "log//var/log/app/app.log", "config//etc/app/app.yaml", "config//etc/app/features.json", "config//etc/resolv.conf", "config//etc/hosts", "lib//usr/lib/ssl/cert.pem", "proc//proc/self/stat", "data//srv/assets/<name>", "data//var/cache/app/<id>"];

    public const string Token = "credential//var/run/secrets/kubernetes.io/serviceaccount/token";

    public static readonly string[] Syscalls = ["connect", "open", "read", "write", "futex", "poll", "memory", "socket"];

    public static readonly string[] Domains =
        ["orders.shop.svc", "users.shop.svc", "ledger.data.svc", "cache.data.svc", "auth.infra.svc", "objects.example.net", "payments.example.com", "queue.data.svc"];

    public static readonly string[] Requests = ["get configmaps", "watch configmaps", "get secrets", "list pods", "watch endpoints", "create events"];

    public static readonly string[] Logs =
        ["INFO request <*> done in <*> ms", "INFO order <*> stored", "INFO cache miss <*>", "INFO user <*> signed in", "DEBUG query took <*>", "INFO message <*> taken", "WARN slow query <*>", "WARN retry <*> of <*>", "ERROR timeout calling <*>", "ERROR cannot parse <*>"];
}
