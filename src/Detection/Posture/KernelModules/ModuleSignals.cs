using System.Text.RegularExpressions;
using IncidentMesh.Contracts.Clusters;
using IncidentMesh.Contracts.Signals;

namespace IncidentMesh.Detection.Posture.KernelModules;

/// <summary>
/// Finds in signals that one of the <see cref="DeniedModule"/>s was loaded or asked for: by a system call or hook that loads one,
/// or by a run of modprobe or insmod, which is also how the kernel itself loads what a socket asks for, under an alias.
/// </summary>
public static partial class ModuleSignals
{
    private const int LongestName = 256;

    private static readonly string[] Calls = ["init_module", "finit_module", "do_init_module", "module_load"];
    private static readonly string[] Tools = ["modprobe", "insmod"];

    /// <summary>Families and protocols of sockets by their numbers in aliases: linux/socket.h, linux/in.h.</summary>
    private static readonly Dictionary<int, string> Families = new()
    {
        [3] = "ax25",
        [4] = "ipx",
        [5] = "appletalk",
        [6] = "netrom",
        [8] = "atm",
        [9] = "x25",
        [11] = "rose",
        [20] = "atm",
        [21] = "rds",
        [29] = "can",
        [30] = "tipc",
    };

    private static readonly Dictionary<int, string> Protocols = new() { [33] = "dccp", [132] = "sctp" };

    /// <returns>Null for everything else.</returns>
    public static ModuleLoad? Of(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (signal.Facts.Count == 0)
            return null;
        var type = Fact(signal, "evt.type");
        var program = Fact(signal, "proc.name");
        var module = type is null ? null
            : Calls.Contains(type) ? Denied(Fact(signal, "evt.arg.name")) ?? Denied(Fact(signal, "fd.name")) ?? Argument(signal)
            : type.StartsWith("exec", StringComparison.Ordinal) && program is not null && Tools.Contains(program) ? Argument(signal)
            : null;
        if (module is null)
            return null;
        // The kernel's own modprobe has the kernel for a parent: who asked is not known.
        var origin = signal.Origin;
        return new ModuleLoad(
            Cut(origin.Node ?? Fact(signal, "evt.hostname") ?? ""), module, signal.Time,
            Fact(signal, "proc.cmdline") is { } line ? Cut(line) : program is null ? null : Cut(program),
            origin is { Namespace: { } space, Pod: { } pod } ? Cut($"{space}/{pod}") : null, signal.Sensor);
    }

    /// <summary>Of a module tool, or of a loader whose call does not name the module: the first word that names one.</summary>
    private static string? Argument(Signal signal) =>
        Fact(signal, "proc.name") is { } program && Tools.Contains(program)
            ? (Fact(signal, "proc.args") ?? Fact(signal, "proc.cmdline"))?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Denied).FirstOrDefault(static found => found is not null)
            : null;

    /// <returns>The denied module that a name, a file or an alias means; null for others.</returns>
    private static string? Denied(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (Alias().Match(text) is { Success: true } alias)
        {
            return alias.Groups[2].Success && int.TryParse(alias.Groups[2].ValueSpan, out var protocol) && Protocols.TryGetValue(protocol, out var byProtocol) ? byProtocol
                : int.TryParse(alias.Groups[1].ValueSpan, out var family) ? Families.GetValueOrDefault(family) : null;
        }

        if (text is "tty-ldisc-13")
            return "n_hdlc";
        var name = ModuleFile().Replace(text[(text.LastIndexOf('/') + 1)..], "").Replace('-', '_');
        // Parts of one stand for it: sctp_diag, dccp_ipv4, can_raw.
        return DeniedModule.All.FirstOrDefault(module => name == module.Name || name.StartsWith(module.Name + "_", StringComparison.Ordinal))?.Name;
    }

    private static string? Fact(Signal signal, string name) => signal.Facts.GetValueOrDefault(name);

    private static string Cut(string text) => text.Length <= LongestName ? text : text[..LongestName];

    [GeneratedRegex(@"^net-pf-(\d{1,4})(?:-proto-(\d{1,5}))?(?:-|$)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Alias();

    [GeneratedRegex(@"\.ko(\.(xz|gz|zst))?$", RegexOptions.CultureInvariant)]
    private static partial Regex ModuleFile();
}
