using System.Buffers;
using System.CommandLine;
using System.Globalization;

namespace IncidentMesh.Cli;

/// <summary>Arguments and options that several commands have.</summary>
internal static class Inputs
{
    private static readonly SearchValues<char> IdLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:~");

    /// <summary>An id: no more than what ids consist of, so that it is one part of a path whatever it says.</summary>
    public static Argument<string> Id(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } id && !IsId(id))
                result.AddError($"'{id}' is no {name}: letters, digits, '-', '_', '.', ':' and '~' only.");
        });
        return argument;
    }

    public static Option<int> Limit(int most, string what) => new("--limit", "-n")
    {
        Description = $"The most {what} to print; 0 for all.",
        HelpName = "number",
        DefaultValueFactory = _ => most,
        CustomParser = static result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0)
                return number;
            result.AddError("--limit must be a number from 0.");
            return 0;
        },
    };

    public static Option<string> Reason(string description) => new("--reason", "-r")
    {
        Description = description,
        HelpName = "text",
        Required = true,
    };

    /// <summary>Refuses what looks like an option: a misspelt one would be taken for a file.</summary>
    public static Argument<string[]> WithoutOptions(this Argument<string[]> files)
    {
        files.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value is ['-', not '\0', ..])
                    result.AddError($"There is no option '{token.Value}'. A file of that name is written './{token.Value}'.");
            }
        });
        return files;
    }

    public static Option<int?> ValidForDays() => new("--valid-for-days") { Description = "Days until it expires, 1 to 3,650; else it does not.", HelpName = "number" };

    public static Option<bool> Watch() => new("--watch", "-w") { Description = "Show it anew every two seconds, until Ctrl+C." };

    public static bool IsId(string text) =>
        text.Length is > 0 and <= 200 && text is not ("." or "..") && !text.AsSpan().ContainsAnyExcept(IdLetters);
}
