using System.Text.Json;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Vulnerabilities;
using IncidentMesh.Detection.Vulnerabilities.Components;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Vulnerabilities;

/// <summary>
/// Holds Kubernetes' own feed of vulnerabilities, where one is configured, against what each cluster runs: versions change more
/// often than the feed. A review that finds what the one before it found costs nobody anything.
/// </summary>
internal sealed partial class ComponentPump(
    IEnumerable<IComponentFeed> feeds, IGrainFactory grains, IClusterDirectory clusters, TimeProvider time, ILogger<ComponentPump> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private FeedAnswer? _answer;
    private DateTimeOffset _nextReading;
    private (byte[] Content, KubernetesFeed? Feed) _read = ([], null);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (feeds.FirstOrDefault() is not { } feed)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await ReviewAsync(feed, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // A boundary: the next round tries again.
                LogReviewFailed("all", exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One round. The feed is read when its time has come, or soon again after a failure.</summary>
    internal async Task ReviewAsync(IComponentFeed source, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (_answer is null || now >= _nextReading)
        {
            var answer = await source.ReadAsync(stoppingToken);
            if (answer.Problem is { } problem && _answer?.Problem != problem)
            {
                LogFeedFailed(source.Source, problem, answer.Content is null ? "Nothing was read so far." : "What was read before still counts.");
            }

            _answer = answer;
            _nextReading = now + (answer.Problem is null ? source.Period : Interval * 5);
        }

        var (feed, wrong) = Parse(_answer);
        var review = new ComponentReview { Source = source.Source, FeedAt = feed is null ? null : _answer.AsOf, Problem = _answer.Problem ?? wrong };
        foreach (var cluster in await clusters.ListAsync(stoppingToken))
        {
            stoppingToken.ThrowIfCancellationRequested();
            try
            {
                await ReviewAsync(cluster.Cluster, review, feed).WaitAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // One cluster that cannot be asked keeps none of the others from being reviewed.
                LogReviewFailed(cluster.Cluster, exception);
            }
        }
    }

    private async Task ReviewAsync(string cluster, ComponentReview review, KubernetesFeed? feed)
    {
        if (feed is not null)
        {
            var (components, problem) = await ComponentInventory.ReadAsync(grains, cluster);
            review = components is null ? review with { Problem = review.Problem ?? problem } : ComponentReviews.Complete(review, feed, components);
        }

        await grains.GetGrain<IComponentGrain>(cluster).ReviewAsync(review);
    }

    private (KubernetesFeed? Feed, string? Problem) Parse(FeedAnswer answer)
    {
        if (answer.Content is not { } content)
        {
            return (null, null);
        }

        if (!ReferenceEquals(_read.Content, content))
        {
            try
            {
                using var document = JsonDocument.Parse(content);
                _read = (content, KubernetesFeed.Read(document.RootElement));
            }
            catch (JsonException)
            {
                _read = (content, null);
            }
        }

        return (_read.Feed, _read.Feed is null ? "It is no JSON Feed with 'items', as Kubernetes' own is." : null);
    }

    [LoggerMessage(1301, LogLevel.Warning, "Kubernetes' feed of vulnerabilities at {Source}: {Problem} {Rest}")]
    private partial void LogFeedFailed(string source, string problem, string rest);

    [LoggerMessage(1302, LogLevel.Error, "Vulnerabilities of Kubernetes cannot be looked for: cluster {Cluster}.")]
    private partial void LogReviewFailed(string cluster, Exception exception);
}
