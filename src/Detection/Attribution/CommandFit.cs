using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection;

/// <summary>Whether a process runs the command that somebody asked for.</summary>
internal static class CommandFit
{
    private static readonly HashSet<string> Interpreters = new(StringComparer.Ordinal)
    {
        "sh", "bash", "dash", "ash", "ksh", "zsh", "busybox", "python", "python2", "python3", "perl", "ruby", "node", "lua", "php", "env",
    };

    /// <summary>Where an image's own programs are: what links in them lead to, and the interpreters of scripts.</summary>
    private static readonly HashSet<string> ProgramFolders = new(StringComparer.Ordinal)
    {
        "/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin",
    };

    /// <param name="asked">Arguments joined by blanks.</param>
    /// <param name="link">The process.</param>
    /// <returns>Whether the whole command is the same, or only the program; null where neither is.</returns>
    public static bool? Of(string asked, ProcessLink link)
    {
        if (link.Command is not { } command)
            return null;

        var expected = ProcessChains.Normal(asked);
        if (link.ProgramOnly)
            return Program(expected).SequenceEqual(command) ? false : null;
        if (command == expected)
            return true;

        // A script runs as the first argument of its interpreter, which the kernel calls by the script's name.
        var blank = command.IndexOf(' ', StringComparison.Ordinal);
        return asked.StartsWith('/') && blank > 0 && command.Length < ProcessChains.LongestCommand
            && (Interpreters.Contains(command[..blank]) || Program(expected).SequenceEqual(command.AsSpan(0, blank))) && command.AsSpan(blank + 1).SequenceEqual(asked) ? true : null;
    }

    /// <summary>Whether the executable file, where the sensor states it, may be the one that was asked for by its absolute path.</summary>
    /// <param name="asked">Arguments joined by blanks.</param>
    /// <param name="link">The process.</param>
    public static bool MayBeFile(string asked, ProcessLink link)
    {
        var program = Program(asked);
        return link.File is not { } file || !program.StartsWith('/') || program.SequenceEqual(file) || ProgramFolders.Contains(file[..file.LastIndexOf('/')]);
    }

    private static ReadOnlySpan<char> Program(string command) =>
        command.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var blank ? command.AsSpan(0, blank) : command;
}
