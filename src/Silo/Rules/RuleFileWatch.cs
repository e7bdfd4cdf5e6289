using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Grains.Signals;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Silo.Rules;

/// <summary>
/// Puts the rules of files in force before anything is taken in, and again when the files change. They are read every few
/// seconds rather than watched: a mounted ConfigMap or a network folder tells nobody of its changes.
/// </summary>
internal sealed class RuleFileWatch(ActiveRules rules, RuleHistory history, IOptions<RuleFileOptions> options, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private bool _looked;
    private List<RuleFile> _files = [];
    private RuleLoad? _failure;

    /// <exception cref="InvalidOperationException">The rules have errors: without rules nothing would be found, so nothing starts.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await LookAsync(cancellationToken) is { } load)
        {
            if (!load.Succeeded)
            {
                var more = load.Errors.Length > 1 ? $" ({load.Errors.Length - 1} more: see 'incidentmesh rules validate'.)" : "";
                throw new InvalidOperationException($"The rules do not load: {load.Errors[0]}{more} Correct the file, or name others in {RuleFileOptions.Section}:Rules.");
            }

            rules.Offer(load);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            if (await LookAsync(stoppingToken) is { } load)
                rules.Offer(load);
            await history.CatchUpAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>What comes of the files; null where they are as at the last look.</returns>
    private async Task<RuleLoad?> LookAsync(CancellationToken cancellationToken)
    {
        var (files, failure) = await RuleFileReading.ReadAsync(options.Value.Rules, cancellationToken);
        if (_looked && files.SequenceEqual(_files) && failure?.Errors[0] == _failure?.Errors[0])
            return null;

        (_looked, _files, _failure) = (true, files, failure);
        var load = failure ?? RuleLoader.Load(files);
        history.Add(files, load);
        return load;
    }
}
