using System.Globalization;
using System.Text.Json;
using IncidentMesh.Cli.Analysis;
using IncidentMesh.Cli.Replicas;
using IncidentMesh.Detection.Scoring;
using IncidentMesh.Detection.Scoring.Input;

namespace IncidentMesh.Cli.Scoring;

/// <summary>Reads and scores the cases of one file.</summary>
internal sealed class ScoringRun(string file, ScoreInputReader reader, ScoreWeights weights, CliHost host)
{
    private const int LongestLine = 16 * 1024 * 1024;

    /// <summary>Problems, and notes, that are named; further ones are only counted.</summary>
    private const int MostNamed = 20;

    private readonly List<(string Id, AssessedScore Score)> _scored = [];
    private int _notes;
    private int _problems;

    /// <summary>Lines that are no cases.</summary>
    public long Unread { get; private set; }

    /// <summary>The most urgent first; where scores are equal, as they stand in the file.</summary>
    public IEnumerable<(string Id, AssessedScore Score)> Ranked() => _scored.OrderByDescending(static one => one.Score.Value);

    /// <returns>Whether the file could be read to its end.</returns>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        var (opened, error) = await InputFile.OpenAsync(file, host, cancellationToken);
        if (opened is null)
        {
            host.Fail(ExitCodes.Failed, $"{file}: {error}");
            return false;
        }

        await using (opened)
        {
            try
            {
                await foreach (var line in LineReading.OfAsync(opened.Content, LongestLine, cancellationToken))
                    Take(line);
                return true;
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException)
            {
                host.Fail(ExitCodes.Failed, $"{file}: it cannot be read further: {failure.Message}");
                return false;
            }
            finally
            {
                if (_problems > MostNamed || _notes > MostNamed)
                    host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and more: {_problems:N0} problems and {_notes:N0} notes in all"));
            }
        }
    }

    private void Take(Line line)
    {
        if (line.Text is not { } text)
        {
            Refuse(line, [$"it has more than {LongestLine / (1024 * 1024)} MiB: write one case on one line."]);
            return;
        }

        if (!text.Span.ContainsAnyExcept(" \t\r"u8))
            return;
        try
        {
            using var json = JsonDocument.Parse(text);
            var read = reader.Read(json.RootElement);
            foreach (var note in read.Notes)
            {
                if (++_notes <= MostNamed)
                    host.Error.WriteLine(Output.PlainText.Of(Placed(line, note), 4_000));
            }

            if (read.Input is { } input)
                _scored.Add((input.Id, ScoreModel.Assess(input.Risk, weights)));
            else
                Refuse(line, read.Problems);
        }
        catch (JsonException broken)
        {
            Refuse(line, [$"it is no JSON (at byte {broken.BytePositionInLine + 1}): write one JSON object on one line."]);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json's, of a text with bytes that are no UTF-8 or with half of a surrogate pair.
            Refuse(line, ["a text in it is no Unicode: write it in UTF-8."]);
        }
    }

    private void Refuse(Line line, IReadOnlyList<string> problems)
    {
        Unread++;
        foreach (var problem in problems)
        {
            if (++_problems <= MostNamed)
                host.Fail(ExitCodes.Failed, Placed(line, problem));
        }
    }

    private string Placed(Line line, string sentence) => string.Create(CultureInfo.InvariantCulture, $"{file}: line {line.Number}: {sentence}");
}
