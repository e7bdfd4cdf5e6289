using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Testing;

namespace IncidentMesh.Benchmarks.Rules.Subjects;

/// <summary>Where the rules come from; what is not there is named and left out.</summary>
internal static class RuleFolders
{
    public static IReadOnlyList<RuleFile> FalcoAudit()
    {
        var path = SharedFolder.Find() is { } shared ? Path.Combine(shared, "conformance", "rules", "k8s_audit_rules.yaml") : null;
        if (path is not null && File.Exists(path))
            return [Read(path)];
        Console.WriteLine($"Falco's audit rules are left out: 'shared/conformance/rules' is not beside the repository (or where {SharedFolder.EnvironmentVariable} points).");
        return [];
    }

    public static IReadOnlyList<RuleFile> Own()
    {
        var folder = RepositoryFolder.Of("rules");
        RuleFile[] files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.yaml")
                .Where(path => !path.EndsWith(".test.yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)]
            : [];
        if (files.Length == 0)
            Console.WriteLine("Our own rules are left out: there is no file rules/*.yaml.");
        return files;
    }

    private static RuleFile Read(string path) => new(Path.GetFileName(path), File.ReadAllText(path));
}
