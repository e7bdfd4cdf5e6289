namespace IncidentMesh.Contracts.Incidents;

/// <summary>Why a process is held to be of an exec session; the higher, the surer.</summary>
[GenerateSerializer, Alias("im.exec-ground")]
public enum ExecGround
{
    None = 0,

    /// <summary>It has a terminal, and the container's terminal was attached to at the time.</summary>
    Attached = 1,

    /// <summary>It or an ancestor is of the program that was asked for, at some time during the session; the sensor states no arguments.</summary>
    ProgramMeanwhile = 2,

    /// <summary>It or an ancestor has the command that was asked for, at some time during the session.</summary>
    CommandMeanwhile = 3,

    /// <summary>It or an ancestor is of the program that was asked for, and started at that time; the sensor states no arguments.</summary>
    ProgramStarted = 4,

    /// <summary>It or an ancestor has the command that was asked for, and started at that time.</summary>
    CommandStarted = 5,

    /// <summary>It runs in the debug container that was added.</summary>
    Container = 6,
}
