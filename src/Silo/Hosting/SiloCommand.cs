using System.CommandLine;
using IncidentMesh.Contracts.Storage;
using IncidentMesh.Silo.Demo;
using Microsoft.Extensions.Options;

namespace IncidentMesh.Silo.Hosting;

/// <summary>The command line of the server. Everything else is configuration: appsettings.json, environment, <c>--Section:Key=value</c>.</summary>
internal static class SiloCommand
{
    /// <summary>Exit code for settings or a data folder that do not let it start (BSD's EX_CONFIG).</summary>
    private const int BadConfiguration = 78;

    public static async Task<int> RunAsync(string[] args)
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "Folder of all durable data. Default: incidentmesh under the user's local application data." };
        var demo = new Option<bool>("--demo") { Description = "Plays a breach of a made-up cluster, in a data folder that goes with it." };
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on. Default: http://127.0.0.1:8080" };
        var root = new RootCommand("IncidentMesh: runtime incidents of Kubernetes clusters, from signal to containment.") { data, demo, urls };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction(async (parsed, cancellationToken) =>
        {
            var stray = parsed.UnmatchedTokens.FirstOrDefault(token => !IsSetting(token));
            if (stray is not null)
            {
                await Console.Error.WriteLineAsync($"Unknown argument '{stray}'. Settings are written --Section:Key=value; --help lists the options.");
                return 2;
            }

            var named = parsed.GetValue(data);
            if (parsed.GetValue(demo) && named is not null && DemoFolder.Refusal(named) is { } refusal)
            {
                await Console.Error.WriteLineAsync(refusal);
                return BadConfiguration;
            }

            using var demoFolder = parsed.GetValue(demo) && named is null ? new DemoFolder() : null;
            var arguments = new SiloArguments
            {
                DataFolder = named?.FullName ?? demoFolder?.Path ?? DataFolders.Default,
                Demo = parsed.GetValue(demo),
                Urls = parsed.GetValue(urls),
                Settings = [.. parsed.UnmatchedTokens],
            };
            return await StartAsync(arguments, cancellationToken);
        });

        // The host answers SIGTERM and Ctrl+C itself, and takes the time that its shutdown needs.
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static bool IsSetting(string token) => token.StartsWith("--", StringComparison.Ordinal) && token.Contains('=', StringComparison.Ordinal);

    /// <summary>The outermost boundary: what a person did wrong ends in one sentence, not in a stack trace.</summary>
    private static async Task<int> StartAsync(SiloArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = SiloHost.Build(arguments);
            await app.RunAsync(cancellationToken);
            return Environment.ExitCode;
        }
        catch (Exception exception) when (Explain(exception) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return BadConfiguration;
        }
    }

    private static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException options => $"The settings do not let IncidentMesh start: {string.Join(" ", options.Failures)}",
        StoreUnavailableException store => store.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } io => $"{io.Message} Another one runs already, or choose an address with --urls.",
        Microsoft.AspNetCore.Connections.AddressInUseException => "The port of Orleans:SiloPort or of Orleans:GatewayPort is in use. Stop the program that uses it, or choose another port.",
        System.Net.Sockets.SocketException socket => $"It cannot listen there: {socket.Message}. Choose an address of this machine with --urls.",
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        InvalidOperationException or ArgumentException or FormatException or UnauthorizedAccessException or IOException => exception.Message,
        _ => exception.InnerException is { } inner ? Explain(inner) : null,
    };
}
