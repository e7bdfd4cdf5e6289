using System.Text.Json;

namespace IncidentMesh.Detection.Posture.Pods.Reading;

/// <summary>
/// Finds pods and pod templates in Kubernetes objects and reads what decides about their security. Unknown members are let be;
/// a known one of the wrong type is a problem, because the API server would refuse it too and a guess could hide a risk.
/// </summary>
public static class PodReader
{
    private static readonly string[] Template = ["spec", "template"];
    private static readonly string[] JobTemplate = ["spec", "jobTemplate", "spec", "template"];
    private static readonly string[] BareTemplate = ["template"];

    /// <summary>Reads an object, or the objects of a list.</summary>
    /// <param name="document">As the API server or a manifest has it. It may be disposed of afterwards.</param>
    public static PodReading Read(JsonElement document)
    {
        var reading = new Reading();
        reading.Read(document, FieldPlace.Root, null);
        return new PodReading(reading.Pods, reading.Problems, reading.Others);
    }

    /// <summary>Reads a bare template, <c>{"metadata", "spec"}</c>, or a pod without its kind.</summary>
    /// <param name="template">The object.</param>
    /// <param name="kind">What the pods belong to.</param>
    /// <returns>One pod, or the problems that it has.</returns>
    public static PodReading ReadTemplate(JsonElement template, string kind = "Pod")
    {
        var reading = new Reading();
        reading.ReadPod(template, FieldPlace.Root, kind);
        return new PodReading(reading.Pods, reading.Problems, 0);
    }

    private sealed class Reading
    {
        public List<PodManifest> Pods { get; } = [];

        public List<ReadProblem> Problems { get; } = [];

        public int Others { get; private set; }

        public void Read(JsonElement element, FieldPlace place, string? impliedKind) => Guard(place, () => ReadAny(element, place, impliedKind));

        public void ReadPod(JsonElement element, FieldPlace place, string kind) => Guard(place, () => ReadBare(element, place, kind));

        private void Guard(FieldPlace place, Action read)
        {
            try
            {
                read();
            }
            catch (InvalidOperationException)
            {
                // A JSON text may be no Unicode, with half of a surrogate pair; there is no way to ask beforehand.
                Problems.Add(new ReadProblem(place.ToString(), "has a text that is no Unicode."));
            }
        }

        private void ReadAny(JsonElement element, FieldPlace place, string? impliedKind)
        {
            var problems = new List<ReadProblem>();
            if (element.ValueKind != JsonValueKind.Object)
            {
                Problems.Add(new ReadProblem(place.ToString(), "is no Kubernetes object."));
                return;
            }

            var root = new Field(element, place, problems);
            var kind = root.Name("kind") ?? impliedKind;
            if (kind is null)
            {
                Problems.Add(new ReadProblem(place.ToString(), "has no kind: a Kubernetes object says 'kind: Pod', 'kind: Deployment' or the like."));
                return;
            }

            if (kind.EndsWith("List", StringComparison.Ordinal) && element.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array)
            {
                var index = 0;
                var implied = kind.Length > "List".Length ? kind[..^"List".Length] : null;
                foreach (var item in items.EnumerateArray())
                    Read(item, place.Item("items", index++), implied);
                return;
            }

            ReadObject(root, kind, problems);
        }

        private void ReadBare(JsonElement element, FieldPlace place, string kind)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                Problems.Add(new ReadProblem(place.ToString(), "is no Kubernetes object."));
                return;
            }

            var problems = new List<ReadProblem>();
            var root = new Field(element, place, problems);
            Add(root, kind, root, problems);
        }

        private void ReadObject(Field root, string kind, List<ReadProblem> problems)
        {
            var path = kind switch
            {
                "Pod" => [],
                "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" or "ReplicationController" => Template,
                "CronJob" => JobTemplate,
                "PodTemplate" => BareTemplate,
                _ => null,
            };
            var holder = Descend(root, path ?? Template);
            if (path is null && (holder?.Object("spec") is not { } spec || !spec.Members.Contains("containers", StringComparer.Ordinal)))
            {
                // Argo's Rollout or Knative's Service have a template where a Deployment has it. Whatever else is no workload.
                Others++;
                return;
            }

            if (holder is { } found)
            {
                Add(root, kind, found, problems);
                return;
            }

            if (problems.Count == 0)
                root.Report(path!.Aggregate(root.Place, static (at, name) => at.Member(name)), "is missing.");
            Problems.AddRange(problems);
        }

        private void Add(Field root, string kind, Field holder, List<ReadProblem> problems)
        {
            var own = MetadataReader.Read(root.Object("metadata"));
            var pod = ReferenceEquals(root.Place, holder.Place) ? own : MetadataReader.Read(holder.Object("metadata"));
            if (holder.Object("spec") is not { } spec)
            {
                if (problems.Count == 0)
                    holder.Report("spec", "is missing.");
                Problems.AddRange(problems);
                return;
            }

            var manifest = new PodManifest(root.Name("apiVersion"), kind, own, pod, PodSpecReader.Read(spec), root.Place.ToString());
            if (problems.Count == 0)
                Pods.Add(manifest);
            else
                Problems.AddRange(problems);
        }

        private static Field? Descend(Field root, string[] path)
        {
            Field? at = root;
            foreach (var name in path)
                at = at?.Object(name);
            return at;
        }
    }
}
