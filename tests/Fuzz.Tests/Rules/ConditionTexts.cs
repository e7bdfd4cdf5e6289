namespace IncidentMesh.Fuzz.Tests.Rules;

/// <summary>Conditions from the grammar of Falco's language, right in form and mostly wrong in types.</summary>
internal static class ConditionTexts
{
    private static readonly string[] Fields =
    [
        "proc.name", "proc.pid", "proc.aname[2]", "fd.name", "fd.sip", "fd.net", "fd.types", "evt.type", "evt.arg.flags", "evt.time", "ka.verb",
        "ka.target.resource", "ka.req.pod.containers.image", "ka.req.pod.volumes.hostpath", "ka.uri.param[command]", "ka.response.code",
        "jevt.value[/requestObject/spec]", "jevt.rawtime", "jevt.obj", "container.id", "container.mount.dest[/proc*]", "user.uid", "ka.nothing",
        "proc.aname[x]", "tolower(proc.name)", "len(fd.name)", "basename(proc.exepath)", "b64(proc.cmdline)", "concat(proc.name, fd.name)",
        "join(\"-\", proc.name)", "getopt(proc.args, \"x\")", "toupper(tolower(proc.name))",
    ];

    private static readonly string[] Words =
    [
        "=", "==", "!=", "<", "<=", ">", ">=", "contains", "icontains", "startswith", "endswith", "glob", "iglob", "regex", "in", "intersects",
        "pmatch", "bcontains", "bstartswith", "exists", "bogus",
    ];

    private static readonly string[] Values =
    [
        "a", "0", "-1", "80", "10.0.0.1", "10.0.0.0/8", "::1", "\"a b\"", "'it''s'", "\"\\x41\"", "\"\\q\"", "/etc/*", "\"[a-z]+(b|c)*$\"", "\"(((a{1,9}){1,9}){1,9})\"",
        "val(proc.name)", "(a, b, c)", "()", "(\"/a\", '/b')", "anyof (a, b)", "oneof ()", "allof (1, 2)", "4141", "18446744073709551616", "<NA>", "**********a",
    ];

    public static string Make(Random random, int depth = 0)
    {
        var drawn = depth > 6 ? 0 : random.Next(8);
        return drawn switch
        {
            <= 3 => $"{Pick(Fields)} {Pick(Words)} {Pick(Values)}",
            4 => $"not {Make(random, depth + 1)}",
            5 => $"({Make(random, depth + 1)} and {Make(random, depth + 1)})",
            6 => $"{Make(random, depth + 1)} or {Make(random, depth + 1)}",
            _ => random.Next(20) switch
            {
                0 => new string('(', random.Next(1, 3000)),
                1 => string.Concat(Enumerable.Repeat("not ", random.Next(1, 3000))) + "spawned",
                2 => $"proc.name in ({string.Join(", ", Enumerable.Range(0, random.Next(2000)))})",
                3 => string.Concat(Enumerable.Repeat("tolower(", random.Next(1, 300))),
                _ => "spawned_process",
            },
        };

        string Pick(string[] from) => from[random.Next(from.Length)];
    }
}
