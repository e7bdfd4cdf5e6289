using IncidentMesh.Detection.Rules.Loading;
using Microsoft.Extensions.Logging;

namespace IncidentMesh.Grains.Signals;

/// <summary>
/// The rules that signals are judged by in this process. A load that fails changes nothing but raises an alarm, which the
/// next good one ends. Thread-safe; a partition takes new rules between two chunks.
/// </summary>
public sealed partial class ActiveRules(GrainInstruments instruments, ILogger<ActiveRules> logger)
{
    private volatile RulesInForce _inForce = RulesInForce.None.After(RuleLoad.Empty);

    /// <summary>The last load that succeeded; without rules before the first.</summary>
    public RuleLoad Current => _inForce.Current ?? RuleLoad.Empty;

    /// <summary>The load that failed after <see cref="Current"/>; null where the last one succeeded.</summary>
    public RuleLoad? Alarm => _inForce.Alarm;

    /// <summary>Puts rules in force, if they have no errors. For one caller at a time.</summary>
    public void Offer(RuleLoad load)
    {
        var next = _inForce.After(load);
        _inForce = next;
        instruments.RulesOffered(next.Current?.EnabledRules.Length ?? 0, load.Succeeded);
        if (load.Succeeded)
            LogInForce(load.EnabledRules.Length, load.Warnings.Length);
        else
            LogRefused(load.Errors.Length, load.Errors[0], Current.EnabledRules.Length);
    }

    [LoggerMessage(1011, LogLevel.Information, "{Rules} rules are in force; {Warnings} warnings.")]
    private partial void LogInForce(int rules, int warnings);

    [LoggerMessage(1012, LogLevel.Error, "The changed rule files have {Errors} errors and are not used; the {Rules} rules from before stay in force. The first: {Error}")]
    private partial void LogRefused(int errors, LoadProblem error, int rules);
}
