using System.Globalization;
using IncidentMesh.Benchmarks.ReplicaQuality.Attacks;
using IncidentMesh.Benchmarks.ReplicaQuality.Benign;
using IncidentMesh.Benchmarks.ReplicaQuality.Harness;

namespace IncidentMesh.Benchmarks.ReplicaQuality;

/// <summary>Reads the command line.</summary>
internal static class QualityArguments
{
    /// <exception cref="FormatException">An argument is not understood; the message says which and what is legal.</exception>
    public static QualityOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new QualityOptions();
        while (!args.IsEmpty)
        {
            if (args[0] == "--show")
            {
                options = options with { Show = true };
                args = args[1..];
                continue;
            }

            if (args.Length < 2)
                throw new FormatException($"'{args[0]}' needs a value.");
            options = With(options, args[0], args[1]);
            args = args[2..];
        }

        CheckLives(options);
        return options;
    }

    private static void CheckLives(QualityOptions options)
    {
        if (options.Lives is not { } lives)
            return;
        foreach (var size in options.Sizes)
        {
            var count = Lives.Of(options.DaysOf(size), options.SpanDays).Count;
            if (lives.Any(life => life >= count))
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'--lives' goes to {count - 1} where {options.DaysOf(size)} days of {size} replicas are shared by {count} workloads."));
        }
    }

    private static QualityOptions With(QualityOptions options, string name, string value) => name switch
    {
        "--kinds" when value == "none" => throw new FormatException("At least one of --kinds is needed: attacks happen on benign workloads."),
        "--kinds" => options with { Kinds = Named(value, BenignKinds.All, static kind => kind.Name, name) },
        "--attacks" => options with { Attacks = Named(value, AttackKinds.All, static kind => kind.Name, name) },
        "--detectors" => options with { Detectors = value == "all" ? null : value == "none" ? [] : value.Split(',') },
        "--sizes" => options with { Sizes = [.. value.Split(',').Select(size => (int)Number(size, name, 2))] },
        "--days" => options with { Days = Number(value, name, 0.01) },
        "--tuning-days" => options with { TuningDays = Number(value, name, 0.01) },
        "--trials" => options with { Trials = (int)Number(value, name, 1) },
        "--lives" => options with { Lives = [.. value.Split(',').Select(life => (int)Number(life, name, 0)).Distinct()] },
        "--span" => options with { SpanDays = Number(value, name, 0.01) },
        "--budget" => options with { FalseAlarmsPerQuarter = Number(value, name, 1e-6) },
        "--quiet" => options with { QuietWindows = (int)Number(value, name, 0) },
        "--seed" => options with { Seed = (int)Number(value, name, 0) },
        "--threads" => options with { Parallelism = new ParallelOptions { MaxDegreeOfParallelism = (int)Number(value, name, 1) } },
        "-o" when value is "json" or "table" => options with { IsJson = value == "json" },
        "-o" => throw new FormatException($"'-o {value}' is not known. There are json and table."),
        _ => throw new FormatException($"'{name}' is not known. There are --kinds, --attacks, --detectors, --sizes, --days, --tuning-days, --trials, --span, --lives, --budget, --quiet, --seed, --threads, --show and -o."),
    };

    private static T[] Named<T>(string value, T[] all, Func<T, string> name, string option) => value switch
    {
        "all" => all,
        "none" => [],
        _ => [.. value.Split(',').Select(wanted => Array.Find(all, item => name(item) == wanted)
            ?? throw new FormatException($"'{option} {wanted}' is not known. There are {string.Join(", ", all.Select(name))}."))],
    };

    private static double Number(string value, string option, double least) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= int.MaxValue
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{option} {value}' is not a number of {least} or more."));
}
