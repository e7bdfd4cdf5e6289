using System.Collections.Concurrent;
using System.Text.Json;
using IncidentMesh.Contracts.Response;
using IncidentMesh.Contracts.Response.Deletion;
using IncidentMesh.Contracts.Response.Quarantine;
using IncidentMesh.Contracts.Storage;

namespace IncidentMesh.Grains.Tests.Silo;

/// <summary>Handlers of every kind of effect that answer what a test says and remember what they were asked.</summary>
public sealed class ScriptedEffects
{
    private readonly ConcurrentDictionary<string, Func<ClaimedEffect, EffectOutcome>> _answers = new();

    public ScriptedEffects()
    {
        Handlers =
        [
            new Handler(this, EffectKinds.SnapshotScale),
            new Handler(this, EffectKinds.CollectEvidence),
            new Handler(this, EffectKinds.ScaleToZero),
            new Handler(this, EffectKinds.HoldScale),
            new Handler(this, EffectKinds.AwaitPods),
            new Handler(this, EffectKinds.RestoreScale),
            new Handler(this, EffectKinds.SnapshotPods),
            new Handler(this, EffectKinds.QuarantinePods),
            new Handler(this, EffectKinds.HoldQuarantine),
            new Handler(this, EffectKinds.ReleasePods),
            new Handler(this, EffectKinds.SelectPods),
            new Handler(this, EffectKinds.DeletePods),
            new Handler(this, EffectKinds.AwaitDeletion),
            new Handler(this, EffectKinds.SlackIncident),
            new Handler(this, EffectKinds.EmailIncident),
        ];
    }

    public IReadOnlyList<IEffectHandler> Handlers { get; }

    public ConcurrentQueue<ClaimedEffect> Tried { get; } = new();

    public void Answer(string kind, Func<ClaimedEffect, EffectOutcome> answer) => _answers[kind] = answer;

    private sealed class Handler(ScriptedEffects script, string kind) : IEffectHandler
    {
        public string Kind => kind;

        public TimeSpan Timeout => TimeSpan.FromSeconds(10);

        public ValueTask<EffectOutcome> ExecuteAsync(ClaimedEffect effect, CancellationToken cancellationToken)
        {
            script.Tried.Enqueue(effect);
            var answer = script._answers.GetValueOrDefault(kind) ?? (_ => Default(kind));
            return new(answer(effect));
        }

        private static EffectOutcome Default(string kind) => kind switch
        {
            EffectKinds.HoldScale or EffectKinds.HoldQuarantine => new EffectOutcome.Again(TimeSpan.FromHours(1), "It is held."),
            EffectKinds.SnapshotScale or EffectKinds.ScaleToZero => new EffectOutcome.Done(
                JsonSerializer.SerializeToUtf8Bytes(new ScaleSnapshot("uid", 12, [], "1"), EffectJson.Default.ScaleSnapshot)),
            EffectKinds.SnapshotPods or EffectKinds.QuarantinePods => new EffectOutcome.Done(JsonSerializer.SerializeToUtf8Bytes(
                new PodsSnapshot([new QuarantinedPod("web-5d4f8c7b9d-x2x4z", "uid", new Dictionary<string, string> { ["app"] = "web" })], []), EffectJson.Default.PodsSnapshot)),
            EffectKinds.SelectPods => new EffectOutcome.Done(JsonSerializer.SerializeToUtf8Bytes(
                new PodsSelected([new PodIdentity("web-5d4f8c7b9d-x2x4z", "uid")], [], []), EffectJson.Default.PodsSelected)),
            EffectKinds.DeletePods => new EffectOutcome.Done(JsonSerializer.SerializeToUtf8Bytes(
                new PodsDeleted([], "Deleted: web-5d4f8c7b9d-x2x4z."), EffectJson.Default.PodsDeleted)),
            _ => new EffectOutcome.Done(default),
        };
    }
}
