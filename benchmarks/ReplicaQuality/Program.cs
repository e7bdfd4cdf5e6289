using System.Text.Json;
using IncidentMesh.Benchmarks.ReplicaQuality;
using IncidentMesh.Benchmarks.ReplicaQuality.Harness;
using IncidentMesh.Benchmarks.ReplicaQuality.Report;

QualityOptions options;
try
{
    options = QualityArguments.Parse(args);
}
catch (FormatException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 2;
}

var all = Contenders.Create();
if (options.Detectors?.Except(all.Select(static contender => contender.Name)).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"'--detectors {unknown}' is not known. There are {string.Join(", ", all.Select(static contender => contender.Name))}.");
    return 2;
}

var contenders = all.Where(contender => options.Detectors?.Contains(contender.Name) ?? true).ToArray();
var report = Quality.Judge(contenders, options, Console.Error);
if (options.IsJson)
    Console.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
else
    TableReport.Write(report, Console.Out);
return 0;
