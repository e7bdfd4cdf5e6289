namespace IncidentMesh.Detection.Rules.Language;

/// <summary>Falco's comparison operators. <see cref="ComparisonOperators"/> knows how they are written.</summary>
public enum ComparisonOperator
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>==</c>: the same as <c>=</c>; kept apart because Falco prints what was written.</summary>
    DoubleEqual,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,

    /// <summary><c>contains</c></summary>
    Contains,

    /// <summary><c>icontains</c>: without regard to the case of ASCII letters.</summary>
    ContainsIgnoringCase,

    /// <summary><c>bcontains</c>: bytes that are written in hexadecimal.</summary>
    ContainsBytes,

    /// <summary><c>startswith</c></summary>
    StartsWith,

    /// <summary><c>bstartswith</c>: bytes that are written in hexadecimal.</summary>
    StartsWithBytes,

    /// <summary><c>endswith</c></summary>
    EndsWith,

    /// <summary><c>glob</c>: the shell's wildcards, where <c>*</c> crosses <c>/</c>.</summary>
    Glob,

    /// <summary><c>iglob</c>: as <c>glob</c>, without regard to the case of ASCII letters.</summary>
    GlobIgnoringCase,

    /// <summary><c>regex</c>: the whole value has to match.</summary>
    Regex,

    /// <summary><c>in</c>: of a field with several values, all have to be members.</summary>
    In,

    /// <summary><c>intersects</c>: of a field with several values, one has to be a member.</summary>
    Intersects,

    /// <summary><c>pmatch</c>: a path that lies at or below one of the paths.</summary>
    PathMatch,
}
