using System.Text;

namespace IncidentMesh.Detection.Rules.Compilation.Matching.Patterns;

/// <summary>
/// Writes RE2's patterns in .NET's dialect: POSIX classes, <c>\d \s \w</c> for ASCII only, named groups, and no
/// subtraction of classes.
/// </summary>
internal static class RegexDialect
{
    public static string ToDotNet(string pattern)
    {
        var written = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        var classStart = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest[0] == '\\' && rest.Length > 1)
            {
                written.Append(Escape(rest[1], inClass));
                i++;
            }
            else if (inClass && rest[0] == '[')
            {
                if (PosixClasses.RegexSet(rest, out var length) is { } set)
                {
                    written.Append(set);
                    i += length - 1;
                }
                else
                {
                    written.Append(@"\[");
                }
            }
            else if (inClass && rest[0] == ']' && i > classStart)
            {
                inClass = false;
                written.Append(']');
            }
            else if (!inClass && rest[0] == '[')
            {
                inClass = true;
                classStart = i + 1 + (rest.Length > 1 && rest[1] == '^' ? 1 : 0);
                written.Append(pattern, i, classStart - i);
                i = classStart - 1;
            }
            else if (inClass && rest[0] == ']')
            {
                written.Append(@"\]");
            }
            else if (!inClass && rest.StartsWith("(?P<"))
            {
                written.Append("(?<");
                i += 3;
            }
            else
            {
                written.Append(rest[0]);
            }
        }

        return written.ToString();
    }

    private static string Escape(char escaped, bool inClass) => (escaped, inClass) switch
    {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('D', false) => "[^0-9]",
        ('w', true) => "0-9A-Za-z_",
        ('w', false) => "[0-9A-Za-z_]",
        ('W', false) => "[^0-9A-Za-z_]",
        ('s', true) => @"\t\n\f\r ",
        ('s', false) => @"[\t\n\f\r ]",
        ('S', false) => @"[^\t\n\f\r ]",
        _ => $@"\{escaped}",
    };
}
