using IncidentMesh.Detection;
using IncidentMesh.Detection.Rules.Loading;
using IncidentMesh.Grains.Signals.Late;

namespace IncidentMesh.Grains.Signals;

internal sealed partial class IngestGrain
{
    /// <summary>What is kept in memory beside the state; rebuilt from the store after any failure.</summary>
    private sealed class Working(DetectionOptions options, RuleLoad rules, string cluster, SeenSignals seen, IEnumerable<StatePiece> detectors)
    {
        private RuleLoad _rules = rules;

        public SeenSignals Seen { get; } = seen;

        public required PartitionWatch Watch { get; init; }

        public required PartitionDecisions Decisions { get; init; }

        public DetectionPipeline Pipeline { get; private set; } = DetectionPipeline.Restore(options, rules, cluster, detectors);

        /// <summary>Goes on with these rules. To be called between chunks, so that each is judged by one set.</summary>
        public void Use(RuleLoad current)
        {
            if (current != _rules)
            {
                Pipeline = DetectionPipeline.Restore(options, current, cluster, Pipeline.Save());
                _rules = current;
            }
        }
    }
}
