using System.Globalization;
using System.Text;

namespace IncidentMesh.Detection.Posture.Standards;

/// <summary>How Kubernetes words its details.</summary>
internal static class Wording
{
    /// <summary>Most names in one detail. Kubernetes names all; nobody reads the thousandth.</summary>
    public const int MaximumNames = 100;

    public static string Plural(int count, string one, string several) => count == 1 ? one : several;

    /// <returns>Such as <c>containers "a", "b"</c>.</returns>
    public static string Containers(IReadOnlyCollection<string> names) => $"{Plural(names.Count, "container", "containers")} {Quoted(names)}";

    /// <returns>Such as <c>"a", "b"</c>.</returns>
    public static string Quoted(IReadOnlyCollection<string> names) => Listed([.. names.Take(MaximumNames).Select(static name => $"\"{name}\"")], names.Count);

    /// <returns>Such as <c>80, 443</c>.</returns>
    public static string Plain(IReadOnlyCollection<string> names) => Listed([.. names.Take(MaximumNames)], names.Count);

    /// <returns>The text in quotes, as Go's <c>%q</c> has it.</returns>
    public static string GoQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u007f' => quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static string Listed(string[] names, int count)
    {
        var listed = string.Join(", ", names);
        return count <= names.Length ? listed : string.Create(CultureInfo.InvariantCulture, $"{listed} and {count - names.Length:N0} more");
    }
}
