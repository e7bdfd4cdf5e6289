using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas.Elsewhere;
using IncidentMesh.Detection.Replicas.Findings;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Comparison;

// What pods of the same image elsewhere do. Nobody waits long for it, and no finding is lost for want of it.
internal sealed partial class ComparisonGrain
{
    /// <returns>The findings, with what is known elsewhere of those that will be told. All are asked at once: nobody waits longer for many.</returns>
    private async Task<IReadOnlyList<ReplicaFinding>> WithElsewhereAsync(IReadOnlyList<ReplicaFinding> findings)
    {
        var questions = FindingKeeping.ToTell(findings).Select(static finding => finding.Elsewhere).OfType<ElsewhereQuestion>()
            .GroupBy(static question => question.Image, static question => question.Features, StringComparer.Ordinal).ToList();
        if (questions.Count == 0)
        {
            return findings;
        }

        var asked = await Task.WhenAll(questions.Select(question => AskElsewhereAsync(question.Key, [.. question.SelectMany(static features => features).Distinct()])));
        var answers = asked.ToDictionary(static one => one.Image, static one => one.Answers, StringComparer.Ordinal);
        return [.. findings.Select(finding => finding.Elsewhere is { } question && answers.TryGetValue(question.Image, out var known) ? finding.With(known) : finding)];
    }

    private async Task<(string Image, IReadOnlyList<ElsewhereCount> Answers)> AskElsewhereAsync(string image, IReadOnlyList<string> features)
    {
        try
        {
            return (image, await Image(image).AskAsync(this.GetPrimaryKeyString(), features));
        }
        catch (Exception exception)
        {
            // A boundary: whatever is wrong with those who are asked, the findings are told.
            LogNoAnswer(this.GetPrimaryKeyString(), exception);
            instruments.ElsewhereUnanswered();
            return (image, []);
        }
    }

    /// <summary>Tells those of the same image what was done here, once an hour.</summary>
    private async Task TellElsewhereAsync(ComparisonMemory memory)
    {
        if (!memory.IsTimeToTell || memory is not { Windows.ClosedThrough: { } through })
        {
            return;
        }

        memory.IsTimeToTell = false;
        try
        {
            if (memory.Comparison.ImageTotals(through) is { } totals)
            {
                await Image(totals.Image).TellAsync(totals);
            }
        }
        catch (Exception exception)
        {
            // A boundary: in an hour all of it is told again.
            LogNoAnswer(this.GetPrimaryKeyString(), exception);
            instruments.ElsewhereUnanswered();
        }
    }

    private IImageGrain Image(string image) => GrainFactory.GetGrain<IImageGrain>(IImageGrain.KeyOf(image));

    [LoggerMessage(1232, LogLevel.Warning, "What pods of the image of {Workload} do elsewhere could not be asked or told; findings are told without it.")]
    private partial void LogNoAnswer(string workload, Exception exception);
}
