using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>Fields of the process and thread that made the call, and of its ancestors.</summary>
internal static class ProcessFields
{
    public static ImmutableArray<FieldDefinition> All { get; } =
    [
        new("proc.exe", FieldType.Text, "First argument of the command line, argv[0]."),
        new("proc.pexe", FieldType.Text, "proc.exe of the parent."),
        new("proc.aexe", FieldType.Text, "proc.exe of the n-th ancestor, or of any.")
        {
            Argument = FieldArgumentForm.Optional,
            ArgumentKind = FieldArgumentKind.Index,
            Values = FieldValues.AnyAncestor,
            ComparesWithFields = false,
        },
        new("proc.exepath", FieldType.Text, "Path of the executable file, links resolved."),
        new("proc.pexepath", FieldType.Text, "proc.exepath of the parent."),
        new("proc.aexepath", FieldType.Text, "proc.exepath of the n-th ancestor, or of any.")
        {
            Argument = FieldArgumentForm.Optional,
            ArgumentKind = FieldArgumentKind.Index,
            Values = FieldValues.AnyAncestor,
            ComparesWithFields = false,
        },
        new("proc.name", FieldType.Text, "Name of the process, at most 15 bytes."),
        new("proc.pname", FieldType.Text, "proc.name of the parent."),
        new("proc.aname", FieldType.Text, "proc.name of the n-th ancestor, or of any.")
        {
            Argument = FieldArgumentForm.Optional,
            ArgumentKind = FieldArgumentKind.Index,
            Values = FieldValues.AnyAncestor,
            ComparesWithFields = false,
        },
        new("proc.args", FieldType.Text, "Arguments after the first, in one text."),
        new("proc.cmdline", FieldType.Text, "Name and arguments, in one text."),
        new("proc.pcmdline", FieldType.Text, "proc.cmdline of the parent."),
        new("proc.acmdline", FieldType.Text, "proc.cmdline of the n-th ancestor, or of any.")
        {
            Argument = FieldArgumentForm.Optional,
            ArgumentKind = FieldArgumentKind.Index,
            Values = FieldValues.AnyAncestor,
            ComparesWithFields = false,
        },
        new("proc.cmdnargs", FieldType.Unsigned64, "Number of arguments."),
        new("proc.cmdlenargs", FieldType.Unsigned64, "Length of all arguments without blanks."),
        new("proc.exeline", FieldType.Text, "proc.exe and arguments, in one text."),
        new("proc.env", FieldType.Text, "The environment, or one variable of it.")
        {
            Argument = FieldArgumentForm.Optional,
            ArgumentKind = FieldArgumentKind.Key,
        },
        new("proc.aenv", FieldType.Text, "The environment of any ancestor, of the n-th, or one variable.")
        {
            Argument = FieldArgumentForm.Optional,
            ArgumentKind = FieldArgumentKind.IndexOrKey,
            Values = FieldValues.AnyAncestor,
            ComparesWithFields = false,
        },
        new("proc.cwd", FieldType.Text, "Current working directory."),
        new("proc.loginshellid", FieldType.Integer64, "Process id of the oldest shell among the ancestors."),
        new("proc.tty", FieldType.Unsigned32, "Controlling terminal; 0 without one."),
        new("proc.pid", FieldType.Integer64, "Process id."),
        new("proc.ppid", FieldType.Integer64, "Process id of the parent."),
        new("proc.apid", FieldType.Integer64, "Process id of the n-th ancestor, or of any.")
        {
            Argument = FieldArgumentForm.Optional,
            ArgumentKind = FieldArgumentKind.Index,
            Values = FieldValues.AnyAncestor,
            ComparesWithFields = false,
        },
        new("proc.vpid", FieldType.Integer64, "Process id within its namespace."),
        new("proc.pvpid", FieldType.Integer64, "Process id of the parent within its namespace."),
        new("proc.sid", FieldType.Integer64, "Session id."),
        new("proc.sname", FieldType.Text, "Name of the session's leader."),
        new("proc.sid.exe", FieldType.Text, "argv[0] of the session's leader."),
        new("proc.sid.exepath", FieldType.Text, "Path of the executable of the session's leader."),
        new("proc.vpgid", FieldType.Integer64, "Process group id within its namespace."),
        new("proc.vpgid.name", FieldType.Text, "Name of the process group's leader."),
        new("proc.vpgid.exe", FieldType.Text, "argv[0] of the process group's leader."),
        new("proc.vpgid.exepath", FieldType.Text, "Path of the executable of the process group's leader."),
        new("proc.pgid", FieldType.Integer64, "Process group id on the host."),
        new("proc.pgid.name", FieldType.Text, "Name of the process group's leader on the host."),
        new("proc.pgid.exe", FieldType.Text, "argv[0] of the process group's leader on the host."),
        new("proc.pgid.exepath", FieldType.Text, "Path of the executable of the process group's leader on the host."),
        new("proc.is_pgid_leader", FieldType.Boolean, "Whether it leads its process group on the host."),
        new("proc.duration", FieldType.RelativeTime, "Nanoseconds since the process began."),
        new("proc.ppid.duration", FieldType.RelativeTime, "Nanoseconds since the parent began."),
        new("proc.pid.ts", FieldType.RelativeTime, "When the process began, nanoseconds since 1970."),
        new("proc.ppid.ts", FieldType.RelativeTime, "When the parent began, nanoseconds since 1970."),
        new("proc.is_exe_writable", FieldType.Boolean, "Whether the user may write the executable file."),
        new("proc.is_exe_upper_layer", FieldType.Boolean, "Whether the executable came into the container after its start."),
        new("proc.is_exe_lower_layer", FieldType.Boolean, "Whether the executable is part of the container's image."),
        new("proc.is_exe_from_memfd", FieldType.Boolean, "Whether the executable lies in memory only."),
        new("proc.is_sid_leader", FieldType.Boolean, "Whether it leads its session."),
        new("proc.is_vpgid_leader", FieldType.Boolean, "Whether it leads its process group."),
        new("proc.exe_ino", FieldType.Integer64, "Inode of the executable file."),
        new("proc.exe_ino.ctime", FieldType.AbsoluteTime, "Last change of the executable's status, nanoseconds since 1970."),
        new("proc.exe_ino.mtime", FieldType.AbsoluteTime, "Last change of the executable's content, nanoseconds since 1970."),
        new("proc.exe_ino.ctime_duration_proc_start", FieldType.AbsoluteTime, "Nanoseconds between that change and the start of the process."),
        new("proc.exe_ino.ctime_duration_pidns_start", FieldType.AbsoluteTime, "Nanoseconds between the start of the namespace and that change."),
        new("proc.pidns_init_start_ts", FieldType.Unsigned64, "When the namespace of process ids began, nanoseconds since 1970."),
        new("proc.nchilds", FieldType.Unsigned64, "Number of children."),
        new("proc.nthreads", FieldType.Unsigned64, "Number of threads."),
        new("proc.fdopencount", FieldType.Unsigned64, "Number of open descriptors."),
        new("proc.fdlimit", FieldType.Integer64, "Limit of open descriptors."),
        new("proc.fdusage", FieldType.Real, "Share of that limit in use, percent."),
        new("proc.vmsize", FieldType.Unsigned64, "Virtual memory in KiB."),
        new("proc.vmrss", FieldType.Unsigned64, "Resident memory in KiB."),
        new("proc.vmswap", FieldType.Unsigned64, "Swapped memory in KiB."),
        new("proc.is_container_healthcheck", FieldType.Boolean, "Whether it runs as the container's health check."),
        new("proc.is_container_liveness_probe", FieldType.Boolean, "Whether it runs as a liveness probe."),
        new("proc.is_container_readiness_probe", FieldType.Boolean, "Whether it runs as a readiness probe."),
        new("thread.tid", FieldType.Integer64, "Thread id."),
        new("thread.vtid", FieldType.Integer64, "Thread id within its namespace."),
        new("thread.ismain", FieldType.Boolean, "Whether the thread is the process's first."),
        new("thread.cap_permitted", FieldType.Text, "Permitted capabilities."),
        new("thread.cap_inheritable", FieldType.Text, "Inheritable capabilities."),
        new("thread.cap_effective", FieldType.Text, "Effective capabilities."),
        new("thread.exectime", FieldType.RelativeTime, "Nanoseconds of processor time since the thread was scheduled."),
        new("thread.totexectime", FieldType.RelativeTime, "Nanoseconds of processor time in all."),
        new("thread.cgroups", FieldType.Text, "All control groups."),
        new("thread.cgroup", FieldType.Text, "The control group of one subsystem.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.Key,
        },
        new("thread.nametid", FieldType.Text, "Name and thread id."),
        new("thread.cpu", FieldType.Real, "Processor use in the last second, percent."),
        new("thread.cpu.user", FieldType.Real, "Processor use in user mode, percent."),
        new("thread.cpu.system", FieldType.Real, "Processor use in the kernel, percent."),
        new("thread.vmsize", FieldType.Unsigned64, "Virtual memory of the process, for its first thread, in KiB."),
        new("thread.vmrss", FieldType.Unsigned64, "Resident memory of the process, for its first thread, in KiB."),
    ];
}
