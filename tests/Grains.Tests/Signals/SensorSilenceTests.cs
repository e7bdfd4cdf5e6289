using IncidentMesh.Contracts.Incidents;
using IncidentMesh.Contracts.Signals;
using IncidentMesh.Contracts.Workloads;
using IncidentMesh.Detection.Health;
using IncidentMesh.Grains.Tests.Silo;

namespace IncidentMesh.Grains.Tests.Signals;

/// <summary>Who was speaking and speaks no longer is told.</summary>
public sealed class SensorSilenceTests
{
    [Fact]
    public async Task A_sensor_that_falls_silent_is_an_incident_of_its_own_that_tells_the_blind_time_when_it_is_back()
    {
        await using var silo = await TestSilo.StartAsync();
        var last = await SpeakAsync(silo, from: 0, minutes: 40);

        silo.Clock.Advance(TimeSpan.FromHours(3));
        var silent = await Eventually.GetAsync(
            async () =>
            {
                await silo.ProcessedAsync(Flow.Falco, last);
                return (await silo.IncidentsAsync()).SingleOrDefault(incident => incident.Subject.Kind == SubjectKinds.Sensor);
            },
            incident => incident is not null);
        await SpeakAsync(silo, from: 1_000, minutes: 1);

        var incident = await Eventually.GetAsync(() => silo.Grains.GetGrain<IIncidentGrain>(silent!.Id).GetAsync(), found => found!.Fold.Rules.Count == 2);
        Assert.Equal(new SubjectRef("prod", SubjectKinds.Sensor, "falco"), incident!.Subject);
        Assert.Equal(Severity.High, incident.Fold.Severity);
        Assert.Equal([SensorNotice.Silent, SensorNotice.HeardAgain], incident.Fold.Rules.Select(rule => rule.Rule));
        Assert.Null(incident.Plan);
        Assert.Equal(41, (await silo.IncidentsAsync()).Where(one => one.Subject.Kind == SubjectKinds.Workload).Sum(one => one.Signals));

        // The newest event before the silence stands for it.
        Assert.NotNull(Assert.Single((await silo.AllEventsAsync(incident.Id)).Take(1)).Content);
    }

    private static async Task<long> SpeakAsync(TestSilo silo, int from, int minutes)
    {
        var offset = 0L;
        for (var minute = from; minute < from + minutes; minute++)
        {
            silo.Clock.Advance(TimeSpan.FromMinutes(1));
            offset = await silo.SendAsync(Flow.Falco, Flow.Alert(minute));
            await silo.ProcessedAsync(Flow.Falco, offset);
        }

        return offset;
    }
}
