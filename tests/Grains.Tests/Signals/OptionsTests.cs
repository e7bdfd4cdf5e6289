using System.ComponentModel.DataAnnotations;
using IncidentMesh.Grains.Effects;
using IncidentMesh.Grains.Signals;

namespace IncidentMesh.Grains.Tests.Signals;

public sealed class OptionsTests
{
    [Fact]
    public void A_setting_out_of_its_range_is_named_by_its_key_with_the_range()
    {
        Assert.Equal(
            "Ingest:RetentionTime must be from 01:00:00 to 365.00:00:00.",
            Fault(new IngestOptions { RetentionTime = TimeSpan.Zero }));
        Assert.Equal("Outbox:Concurrency must be from 1 to 1000.", Fault(new OutboxOptions { Concurrency = 0 }));
    }

    private static string? Fault(object options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return Assert.Single(faults).ErrorMessage;
    }
}
