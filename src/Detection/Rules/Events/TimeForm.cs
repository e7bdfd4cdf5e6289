namespace IncidentMesh.Detection.Rules.Events;

/// <summary>How a field tells the time of its event. Always in UTC.</summary>
internal enum TimeForm
{
    /// <summary>It does not tell the time.</summary>
    None,

    /// <summary>Nanoseconds since 1970, a number.</summary>
    Nanoseconds,

    /// <summary>Nanoseconds since 1970, as text.</summary>
    NanosecondsText,

    /// <summary>Whole seconds since 1970.</summary>
    Seconds,

    /// <summary>Nanoseconds within the second.</summary>
    WithinSecond,

    /// <summary>Time of day with nanoseconds.</summary>
    Clock,

    /// <summary>Time of day in whole seconds.</summary>
    ClockSeconds,

    /// <summary>Date and time of day with nanoseconds.</summary>
    DateAndClock,

    /// <summary>Date and time of day in whole seconds.</summary>
    DateAndClockSeconds,

    /// <summary>ISO 8601 with nanoseconds and offset.</summary>
    Iso8601,
}
