using IncidentMesh.Testing;

namespace IncidentMesh.Fuzz.Tests.Rules;

/// <summary>Rule files to damage, and events to ask the rules of.</summary>
internal static class RuleTexts
{
    /// <summary>Rules that load, with one of everything that a file can hold.</summary>
    public const string EveryFeature = """
        - required_engine_version: 0.31.0
        - required_plugin_versions:
          - name: k8saudit
            version: 0.7.0
            alternatives: [{name: k8saudit-eks, version: 0.4.0}]
        - list: shells
          items: [bash, sh, "z sh"]
        - list: shells
          items: [fish, zsh]
          override: {items: append}
        - macro: spawned_process
          condition: (evt.type in (execve, execveat) and evt.dir=<)
        - macro: in_container
          condition: container.id != host
        - rule: Shell in a container
          desc: >
            A shell was started.
          condition: spawned_process and in_container and proc.name in (shells) and not proc.aname[2] startswith "x y"
          output: Shell %proc.name (pid=%proc.pid parent=%proc.aname[1] all=*%fd.name)
          priority: WARNING
          tags: [container, mitre_execution, T1059]
          exceptions:
            - name: known
              fields: [proc.name, container.image.repository]
              comps: [=, startswith]
              values:
                - [bash, registry.example/app]
                - [sh, "registry.example/other"]
            - name: one
              fields: proc.cmdline
              comps: in
              values: [a, b]
        - rule: Shell in a container
          condition: and not fd.name glob "/tmp/*"
          append: true
        - rule: Shell in a container
          enabled: false
          override: {enabled: replace}
        - rule: Secrets read
          desc: d
          condition: ka.verb in (get, list) and ka.target.resource = secrets and jevt.value[/stage] = ResponseComplete and ka.response.code regex "2.."
          output: "%ka.user.name read %ka.target.name from %jevt.value[/objectRef/namespace] %jevt.time"
          priority: NOTICE
          source: k8s_audit
        - rule: Anything asked
          desc: d
          condition: ka.auditid exists and not ka.req.pod.containers.image intersects (x) and not ka.uri.param[command] = x and not jevt.obj = x
          output: "%ka.user.name %ka.req.pod.volumes.hostpath %ka.req.role.rules.verbs %jevt.obj"
          priority: INFO
          source: k8s_audit
        - rule: Anything done
          desc: d
          condition: evt.type exists or proc.name exists
          output: "%proc.name %proc.cmdline %proc.aname[1] %fd.name %evt.time %container.image.repository %k8s.pod.name"
          priority: INFO
        """;

    /// <summary>The product's own rules, Falco's where they are beside the repository, and one file with everything.</summary>
    public static IEnumerable<string> All
    {
        get
        {
            var shared = SharedFolder.Find() is { } folder ? Path.Combine(folder, "conformance", "rules") : "";
            return new[] { RepositoryFolder.Of("rules"), shared }
                .Where(Directory.Exists)
                .SelectMany(rules => Directory.EnumerateFiles(rules, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                .Select(File.ReadAllText)
                .Append(EveryFeature);
        }
    }

    public static byte[] AuditEvent { get; } = """
        {"kind":"Event","auditID":"a","stage":"ResponseComplete","verb":"get","requestURI":"/api/v1/x?command=a","user":{"username":"u"},
         "objectRef":{"resource":"secrets","name":"n","namespace":"s"},"responseStatus":{"code":200},
         "requestObject":{"spec":{"containers":[{"image":"a"}],"volumes":[{"hostPath":{"path":"/etc"}}]}}}
        """u8.ToArray();

    public static byte[] Alert { get; } = """
        {"time":"2026-06-01T00:00:00Z","rule":"r","priority":"Notice","output_fields":{"evt.type":"execve","proc.name":"bash","proc.pid":7,
         "proc.aname[2]":"sh","fd.name":"/etc/passwd","fd.sip":"10.0.0.1","container.id":"abc","user.uid":0,"evt.time":1780300000000000000}}
        """u8.ToArray();
}
