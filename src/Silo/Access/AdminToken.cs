using IncidentMesh.Contracts.Access;
using IncidentMesh.Silo.Hosting;

namespace IncidentMesh.Silo.Access;

/// <summary>At the first start, makes the admin's token, shows it once, and keeps it where only the user can read it.</summary>
internal sealed partial class AdminToken(IGrainFactory grains, SiloArguments arguments, ILogger<AdminToken> logger) : IHostedService
{
    private const string AdminName = "admin";

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

        if (admins.Count > 0)
        {
            // Who can write into the data folder owns the data: a lost file is no reason to be locked out.
            LogTokenFileMissing(path);
        }

        var made = await access.CreateAsync(new CredentialRequest { Name = AdminName, Role = Role.Admin, Person = true }, "system:first-start");
        await WriteAsync(path, made.Token!, cancellationToken);
        Console.WriteLine($"Admin token (shown once, kept in {path}): {made.Token}");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsAdmin(Credential credential) => credential is { RevokedAt: null, Principal: { Role: Role.Admin, Person: true } };

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

    [LoggerMessage(1201, LogLevel.Warning, "{Path} is gone: another admin token is made, the earlier ones stay valid until they are revoked.")]
    private partial void LogTokenFileMissing(string path);
}
