using Microsoft.Extensions.Options;

namespace IncidentMesh.Gateway;

/// <summary>Refuses to start with options that are out of range or contradict each other; names the key and what is legal.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    private const long Gibibyte = 1024L * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var faults = new List<string>();
        var ingest = options.Ingest;
        Number("MaxRequestBytes", options.MaxRequestBytes, 1024, 64 * 1024 * 1024);
        Number("MaxConnections", options.MaxConnections, 1, 1_000_000);
        Time("RequestTimeout", options.RequestTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Time("ReadTimeout", options.ReadTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Time("CommandTimeout", options.CommandTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));
        Time("Access:RefreshEvery", options.Access.RefreshEvery, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
        Time("Access:StaleAfter", options.Access.StaleAfter, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Number("Ingest:MaxBodyBytes", ingest.MaxBodyBytes, 1024, Gibibyte);
        Number("Ingest:MaxUnpackedBytes", ingest.MaxUnpackedBytes, 1024, Gibibyte);
        Number("Ingest:MaxExpansion", ingest.MaxExpansion, 2, 2000);
        Number("Ingest:MaxBytesInFlight", ingest.MaxBytesInFlight, 1024, 64 * Gibibyte);
        Number("Ingest:MaxEventBytes", ingest.MaxEventBytes, 1024, 256 * 1024 * 1024);
        Number("Ingest:MaxEventsPerRequest", ingest.MaxEventsPerRequest, 1, 10_000_000);
        Number("Ingest:MaxDepth", ingest.MaxDepth, 8, 1000);
        Number("Ingest:MaxDeadLettersPerRequest", ingest.MaxDeadLettersPerRequest, 0, 100_000);
        Number("Ingest:EventsPerSecond", ingest.EventsPerSecond, 1, 100_000_000);
        Number("Ingest:BurstEvents", ingest.BurstEvents, 1, 1_000_000_000);
        Time("Ingest:BodyTimeout", ingest.BodyTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Time("Ingest:AppendTimeout", ingest.AppendTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5));

        if (options.Access.StaleAfter <= options.Access.RefreshEvery)
            faults.Add("Gateway:Access:StaleAfter must be longer than Gateway:Access:RefreshEvery.");
        if (ingest.MaxUnpackedBytes < ingest.MaxBodyBytes)
            faults.Add("Gateway:Ingest:MaxUnpackedBytes must be at least Gateway:Ingest:MaxBodyBytes.");
        if (ingest.MaxBytesInFlight / 2 < ingest.MaxUnpackedBytes)
            faults.Add("Gateway:Ingest:MaxBytesInFlight must be at least twice Gateway:Ingest:MaxUnpackedBytes: one key gets half of it.");

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Number(string key, long value, long least, long most)
        {
            if (value < least || value > most)
                faults.Add($"Gateway:{key} is {value}: it must be from {least} to {most}.");
        }

        void Time(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
                faults.Add($"Gateway:{key} is {value}: it must be from {least} to {most}.");
        }
    }
}
