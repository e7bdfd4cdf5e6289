using IncidentMesh.Contracts.Storage;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Gateway.Calls;

/// <summary>
/// Calls grains with a deadline. While a silo is being replaced, calls hang or are rejected for some seconds: reads are
/// tried again, commands never, because a command without an answer may have been carried out.
/// </summary>
internal sealed class GrainCalls(IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time)
{
    private const int ReadTries = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    public IGrainFactory Grains => grains;

    /// <summary>Reads: safe to repeat.</summary>
    /// <exception cref="UnavailableException">No try was answered.</exception>
    public async Task<T> ReadAsync<T>(Func<IGrainFactory, Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(grains).WaitAsync(options.Value.ReadTimeout, time, cancellationToken);
            }
            catch (Exception failure) when (IsOutage(failure))
            {
                if (attempt == ReadTries)
                    throw new UnavailableException("This cannot be read at the moment.", failure);
                await Task.Delay(Pause * attempt, time, cancellationToken);
            }
        }
    }

    /// <summary>Commands: one try. Goes on to its end when the asker has gone, and tells then from its outcome.</summary>
    /// <exception cref="UnavailableException">It was not taken, or nobody knows.</exception>
    public async Task<T> CommandAsync<T>(Func<IGrainFactory, Task<T>> call)
    {
        try
        {
            return await call(grains).WaitAsync(options.Value.CommandTimeout, time);
        }
        catch (Exception failure) when (IsOutage(failure))
        {
            var taken = failure is not (OrleansMessageRejectionException or GatewayTooBusyException or StaleStateException);
            throw new UnavailableException(
                taken ? "There was no answer in time: the command may have been carried out. Look before you repeat it." : "The command was not taken.",
                failure)
            {
                OutcomeUnknown = taken,
            };
        }
    }

    /// <summary>As <see cref="CommandAsync{T}"/>, for commands without an answer.</summary>
    public Task CommandAsync(Func<IGrainFactory, Task> call) =>
        CommandAsync(async factory =>
        {
            await call(factory);
            return true;
        });

    /// <summary>Whether a failure says that something is down or overloaded, and not that the call was wrong.</summary>
    public static bool IsOutage(Exception failure) =>
        failure is TimeoutException or OrleansException or StoreUnavailableException or StaleStateException;
}
