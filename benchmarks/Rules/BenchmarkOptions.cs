using System.Globalization;

namespace IncidentMesh.Benchmarks.Rules;

/// <summary>What the command line asks for.</summary>
/// <param name="Events">Events of a round.</param>
/// <param name="Rounds">Rounds that count.</param>
/// <param name="Parts">Which benchmarks; all where none is named.</param>
internal sealed record BenchmarkOptions(int Events, int Rounds, IReadOnlyList<string> Parts)
{
    /// <returns>Null where the arguments are not understood.</returns>
    public static BenchmarkOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new BenchmarkOptions(200_000, 5, []);
        while (!args.IsEmpty)
        {
            switch (args)
            {
                case ["--events", var text, ..] when TryCount(text, out var events):
                    options = options with { Events = events };
                    args = args[2..];
                    break;
                case ["--rounds", var text, ..] when TryCount(text, out var rounds):
                    options = options with { Rounds = rounds };
                    args = args[2..];
                    break;
                case [var part, ..] when !part.StartsWith('-'):
                    options = options with { Parts = [.. options.Parts, part] };
                    args = args[1..];
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private static bool TryCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
}
