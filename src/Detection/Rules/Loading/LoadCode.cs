namespace IncidentMesh.Detection.Rules.Loading;

/// <summary>Kinds of errors and warnings, by the names that Falco prints.</summary>
public static class LoadCode
{
    /// <summary>Error: the file cannot be read.</summary>
    public const string FileRead = "LOAD_ERR_FILE_READ";

    /// <summary>Error: the text is no YAML, or too large.</summary>
    public const string YamlParse = "LOAD_ERR_YAML_PARSE";

    /// <summary>Error: an item lacks a key, or a value is of the wrong kind.</summary>
    public const string YamlValidate = "LOAD_ERR_YAML_VALIDATE";

    /// <summary>Error: a condition does not parse, or its types do not fit.</summary>
    public const string CompileCondition = "LOAD_ERR_COMPILE_CONDITION";

    /// <summary>Error: an output names what there is not.</summary>
    public const string CompileOutput = "LOAD_ERR_COMPILE_OUTPUT";

    /// <summary>Error: an item contradicts another, or needs what there is not.</summary>
    public const string Validate = "LOAD_ERR_VALIDATE";

    /// <summary>Warning: nobody delivers events of the rule's source; the rule is left out.</summary>
    public const string UnknownSource = "LOAD_UNKNOWN_SOURCE";

    /// <summary>Warning: a comparison with the text that stands for a missing value.</summary>
    public const string UnsafeNaCheck = "LOAD_UNSAFE_NA_CHECK";

    /// <summary>Warning: the condition does not restrict the type of the event.</summary>
    public const string NoEventType = "LOAD_NO_EVTTYPE";

    /// <summary>Warning: a field is unknown and the rule says to leave it out then.</summary>
    public const string UnknownFilter = "LOAD_UNKNOWN_FILTER";

    /// <summary>Warning: nothing uses the macro.</summary>
    public const string UnusedMacro = "LOAD_UNUSED_MACRO";

    /// <summary>Warning: nothing uses the list.</summary>
    public const string UnusedList = "LOAD_UNUSED_LIST";

    /// <summary>Warning: an item of no known kind.</summary>
    public const string UnknownItem = "LOAD_UNKNOWN_ITEM";

    /// <summary>Warning: something that Falco will drop.</summary>
    public const string DeprecatedItem = "LOAD_DEPRECATED_ITEM";

    /// <summary>Warning: an exception is appended without values.</summary>
    public const string AppendNoValues = "LOAD_APPEND_NO_VALUES";

    /// <summary>Warning: two exceptions of a rule have the same name.</summary>
    public const string ExceptionNameNotUnique = "LOAD_EXCEPTION_NAME_NOT_UNIQUE";

    /// <summary>Warning: the grammar cannot name the macro.</summary>
    public const string InvalidMacroName = "LOAD_INVALID_MACRO_NAME";

    /// <summary>Warning: the grammar cannot name the list.</summary>
    public const string InvalidListName = "LOAD_INVALID_LIST_NAME";

    /// <summary>Warning: something in a condition that its author hardly meant.</summary>
    public const string ConditionWarning = "LOAD_COMPILE_CONDITION";

    /// <summary>Warning: a key that the item does not have, or has twice.</summary>
    public const string UnknownKey = "LOAD_UNKNOWN_KEY";
}
