using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli;

/// <summary>All that a command touches outside of itself, so that it can be run in a test.</summary>
internal sealed record CliHost
{
    /// <summary>Characters in a line where the output is no terminal: tables are not wrapped in a pipe.</summary>
    public const int PipeWidth = 4096;

    public required TextWriter Output { get; init; }

    public required TextWriter Error { get; init; }

    public required TextReader Input { get; init; }

    /// <summary>Opens standard input as bytes.</summary>
    public required Func<Stream> OpenInput { get; init; }

    public required Func<string, string?> Environment { get; init; }

    /// <summary>Folder where the server keeps its data by default.</summary>
    public required string DataFolder { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>How long an answer may take. A command may wait for clusters behind the server; a person does not wait longer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the output.</summary>
    public int Width { get; init; } = PipeWidth;

    public static CliHost OfThisProcess()
    {
        // Elsewhere it is UTF-8 already.
        if (OperatingSystem.IsWindows())
            Console.OutputEncoding = new System.Text.UTF8Encoding(false);
        return Of(Console.Out, Console.Error);
    }

    private static CliHost Of(TextWriter output, TextWriter error) => new()
    {
        Output = output,
        Error = error,
        Input = Console.In,
        OpenInput = Console.OpenStandardInput,
        Environment = System.Environment.GetEnvironmentVariable,
        DataFolder = Path.Combine(
            System.Environment.GetFolderPath(
                System.Environment.SpecialFolder.LocalApplicationData, System.Environment.SpecialFolderOption.DoNotVerify),
            "incidentmesh"),
        Time = TimeProvider.System,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected ? PipeWidth : TerminalWidth(),
    };

    /// <summary>The only way output says that a sentence is an error. Hostile parts are made harmless.</summary>
    public int Fail(int exitCode, string sentence)
    {
        Error.WriteLine($"incidentmesh: {PlainText.Of(sentence, 4_000)}");
        return exitCode;
    }

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : 120;
        }
        catch (IOException)
        {
            // A pseudo terminal that knows no size.
            return 120;
        }
    }
}
