namespace IncidentMesh.Detection.Posture.Admission;

/// <summary>Pieces of expressions in Kubernetes' expression language, https://kubernetes.io/docs/reference/using-api/cel/.</summary>
internal static class Cel
{
    /// <summary>A field, or something else where it or one above it is not set.</summary>
    /// <param name="from">An expression for an object.</param>
    /// <param name="path">Names of fields with dots between them.</param>
    /// <param name="otherwise">An expression of the field's type.</param>
    public static string Field(string from, string path, string otherwise) => $"({Has(from, path)} ? {from}.{path} : {otherwise})";

    /// <summary>Whether a field and those above it are set.</summary>
    public static string Has(string from, string path)
    {
        var fields = path.Split('.');
        return string.Join(" && ", Enumerable.Range(1, fields.Length).Select(count => $"has({from}.{string.Join('.', fields.Take(count))})"));
    }

    /// <summary>A list of texts.</summary>
    public static string Texts(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Order(StringComparer.Ordinal).Select(Text))}]";

    /// <summary>A text. Only for texts of ours, which need no escapes.</summary>
    public static string Text(string text) => $"'{text}'";
}
