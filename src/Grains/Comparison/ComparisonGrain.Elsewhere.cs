using IncidentMesh.Contracts.Comparison;
using IncidentMesh.Detection.Replicas.Findings;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Comparison;

// What pods of the same image elsewhere do. Nobody waits long for it, and no finding is lost for want of it.
internal sealed partial class ComparisonGrain
{
    /// <returns>The findings, with what is known elsewhere: of those that will be told, and as long as there are answers.</returns>
    private async Task<IReadOnlyList<ReplicaFinding>> WithElsewhereAsync(IReadOnlyList<ReplicaFinding> findings)
    {
        if (!findings.Any(static finding => finding.Elsewhere is not null))
        {
            return findings;
        }

        var told = findings.ToList();
        foreach (var (at, finding) in findings.Index().OrderByDescending(static pair => pair.Item.Score).Take(FindingKeeping.MostTold))
        {
            if (finding.Elsewhere is not { } question)
            {
                continue;
            }

            try
            {
                told[at] = finding.With(await Image(question.Image).AskAsync(this.GetPrimaryKeyString(), question.Features));
            }
            catch (Exception exception)
            {
                // A boundary: whatever is wrong with those who are asked, the finding is told, and the others without asking again.
                LogNoAnswer(this.GetPrimaryKeyString(), exception);
                instruments.ElsewhereUnanswered();
                break;
            }
        }

        return told;
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
                // What is expected is not counted, so that nobody may say that it was not done.
                await Image(totals.Image).TellAsync(totals with { IsPartial = totals.IsPartial || stored.State is { Expectations.Count: > 0 } });
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
