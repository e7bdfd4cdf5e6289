using IncidentMesh.Contracts.Access;
using IncidentMesh.Silo.Hosting;

namespace IncidentMesh.Silo.Access;

/// <summary>At the first start, makes the admin's token, shows it once, and keeps it where only the user can read it.</summary>
internal sealed partial class AdminToken(IGrainFactory grains, SiloArguments arguments, ILogger<AdminToken> logger) : IHostedService
{
    private const string AdminName = "admin";
    private const string Actor = "system:first-start";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var access = grains.GetGrain<IAccessGrain>(IAccessGrain.Key);
        var known = await access.GetIfNewerAsync(0);
        var path = Path.Combine(arguments.DataFolder, DataFolders.AdminTokenFile);
        var admins = known?.Credentials.Where(IsAdmin).ToList() ?? [];
        if (admins.Count > 0 && File.Exists(path))
        {
            return;
        }

        // Who can write into the data folder owns the data: a lost file is no reason to be locked out. Who has taken it
        // must not stay in, though. The file comes last: after a crash before it, the next start does all of this again.
        var made = await access.CreateAsync(new CredentialRequest { Name = AdminName, Role = Role.Admin, Person = true }, Actor);
        foreach (var earlier in admins.Where(IsFromFirstStart))
        {
            await access.RevokeAsync(earlier.Id, Actor);
            LogEarlierRevoked(path, earlier.Id);
        }

        await WriteAsync(path, made.Token!, cancellationToken);
        Console.WriteLine($"Admin token (shown once, kept in {path}): {made.Token}");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsAdmin(Credential credential) => credential is { RevokedAt: null, Principal: { Role: Role.Admin, Person: true } };

    /// <summary>Has just the shape of those made here. One that somebody made by hand under the same name goes with them.</summary>
    private static bool IsFromFirstStart(Credential credential) =>
        credential is { ExpiresAt: null, Principal: { Name: AdminName, Clusters: null } };

    /// <summary>The file is made with its permissions, never opened to others for a moment.</summary>
    private static async Task WriteAsync(string path, string token, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(path, options);
        await writer.WriteLineAsync(token.AsMemory(), cancellationToken);
    }

    [LoggerMessage(1201, LogLevel.Warning, "{Path} is gone: another admin token is made, and the earlier one, {Id}, no longer opens anything.")]
    private partial void LogEarlierRevoked(string path, string id);
}
