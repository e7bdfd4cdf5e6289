using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace IncidentMesh.Cli.Tests;

/// <summary>A terminal in which the program is run, within this process.</summary>
internal sealed class Terminal
{
    public const string Token = "im_test_abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Dictionary<string, string> _environment = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>What the person types.</summary>
    public string Typed { get; init; } = "";

    public Func<Stream> Input { get; init; } = static () => new MemoryStream();

    public string DataFolder { get; init; } = Path.Combine(Path.GetTempPath(), "incidentmesh-none");

    public bool IsTerminal { get; init; }

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    public int Width { get; init; } = CliHost.PipeWidth;

    public static Terminal For(FakeApi api) => new Terminal().As(api);

    public Terminal As(FakeApi api) => With("INCIDENTMESH_SERVER", api.Address).With("INCIDENTMESH_TOKEN", Token);

    public Terminal With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Lets time pass until something is true. A wait that has not begun yet is not missed.</summary>
    public async Task AdvanceAsync(Func<bool> until)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!until())
        {
            deadline.Token.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    public Task<Finished> RunAsync(params string[] args) => RunAsync(args, TestContext.Current.CancellationToken);

    public async Task<Finished> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var host = new CliHost
        {
            Output = output,
            Error = error,
            Input = new StringReader(Typed),
            OpenInput = Input,
            Environment = _environment.GetValueOrDefault,
            DataFolder = DataFolder,
            Time = Time,
            Patience = Patience,
            OutputIsTerminal = IsTerminal,
            ErrorIsTerminal = IsTerminal,
            Width = Width,
        };
        var exitCode = await CommandLine.RunAsync(args, host, cancellationToken);
        return new Finished(exitCode, output.ToString(), error.ToString());
    }
}

internal sealed record Finished(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>It went well, and nothing was said on standard error.</summary>
    public Finished Ok()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        Assert.Equal("", Error);
        return this;
    }

    /// <summary>It failed in this way, with a sentence and nothing else.</summary>
    public Finished Failed(int exitCode, string sentence)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}: {Error}{Output}");
        Assert.Contains(sentence, Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("should not have happened", Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Terminal.Token, Output + Error, StringComparison.Ordinal);
        return this;
    }
}
