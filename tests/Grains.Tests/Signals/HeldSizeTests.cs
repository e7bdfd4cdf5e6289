using IncidentMesh.Contracts.Signals;
using IncidentMesh.Grains.Signals;
using IncidentMesh.Grains.Signals.Late;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IncidentMesh.Grains.Tests.Signals;

public sealed class HeldSizeTests
{
    /// <summary>A row that is larger than was reckoned would be refused each time, and hold up all that comes after it.</summary>
    [Theory]
    [InlineData('x')]
    [InlineData('界')]
    public void A_signal_that_is_held_takes_no_more_than_is_reckoned_whatever_its_origin_is(char letter)
    {
        // All different: the same text again takes nothing.
        var names = Enumerable.Range(0, 8).Select(at => $"{at}{new string(letter, 500)}").ToArray();
        var held = new HeldSignal(
            new Signal
            {
                Id = new SignalId(1, 2),
                Sensor = SensorNames.Falco,
                Time = DateTimeOffset.UnixEpoch,
                Rule = names[0],
                Summary = names[1],
                Origin = new SignalOrigin { Namespace = names[2], Pod = names[3], ContainerId = names[4], ContainerName = names[5], Node = names[6], Image = names[7] },
            },
            [],
            DateTimeOffset.UnixEpoch);
        var serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

        Assert.InRange(serializer.SerializeToArray(held).Length, 8 * 500, LateSignals.SizeOf(held));
    }
}
