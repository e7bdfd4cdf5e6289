namespace IncidentMesh.Detection.Rules.Language.Operands;

/// <summary>Falco's field transformers. <see cref="Transformers"/> knows how they are written.</summary>
public enum Transformer
{
    /// <summary><c>val</c>: the field itself, where otherwise its name would be read as a string.</summary>
    Value,

    /// <summary><c>tolower</c>: ASCII letters in lower case.</summary>
    ToLower,

    /// <summary><c>toupper</c>: ASCII letters in upper case.</summary>
    ToUpper,

    /// <summary><c>b64</c>: decodes Base64.</summary>
    Base64,

    /// <summary><c>basename</c>: what stands after the last <c>/</c>.</summary>
    BaseName,

    /// <summary><c>len</c>: bytes of a string, or elements of a list.</summary>
    Length,

    /// <summary><c>join</c>: the elements of a list with a separator between them.</summary>
    Join,

    /// <summary><c>concat</c>: strings, one after the other.</summary>
    Concat,

    /// <summary><c>getopt</c>: options of a command line with their values.</summary>
    GetOpt,
}
