using System.CommandLine;
using System.Text.Json;
using IncidentMesh.Cli.Api;
using IncidentMesh.Cli.Output;

namespace IncidentMesh.Cli;

/// <summary>One run of a command that asks a server.</summary>
internal sealed record OnlineCall(ParseResult Parsed, ApiClient Api, CliHost Host, Screen Screen, CancellationToken Cancellation)
{
    /// <summary>Prints an answer, or says why there is none.</summary>
    /// <returns>The command's exit code.</returns>
    public int Show(Answer answer, Action<Screen, JsonElement> table)
    {
        if (answer is Answer.Failed failed)
            return Fail(failed);
        var body = ((Answer.Done)answer).Body;
        Screen.Print(body, screen => table(screen, body));
        return ExitCodes.Ok;
    }

    public int Fail(Answer.Failed failed) => Host.Fail(failed.ExitCode, failed.Sentence);

    /// <summary>Asks the person at the terminal. Without an answer it is no.</summary>
    public bool Confirm(string question)
    {
        Host.Error.Write($"{PlainText.Of(question)} [y/N] ");
        Host.Error.Flush();
        return Host.Input.ReadLine()?.Trim() is "y" or "Y" or "yes" or "Yes" or "YES";
    }

    /// <summary>Every time after the first, waits until the picture is to be renewed.</summary>
    /// <param name="show">Asks and prints.</param>
    /// <param name="watch">Whether to go on until Ctrl+C.</param>
    public async Task<int> WatchAsync(Func<Task<int>> show, bool watch)
    {
        if (!watch)
            return await show();

        var shown = false;
        while (true)
        {
            try
            {
                if (Host.OutputIsTerminal)
                    Host.Output.Write("\u001b[H\u001b[2J");
                var exitCode = await show();

                // Later on a server may go away for a while and come back; at first it is a mistake.
                if (exitCode != ExitCodes.Ok && !shown)
                    return exitCode;
                shown = true;
                await Task.Delay(RefreshEvery, Host.Time, Cancellation);
            }
            catch (OperationCanceledException)
            {
                return ExitCodes.Ok;
            }
        }
    }

    public static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(2);
}
