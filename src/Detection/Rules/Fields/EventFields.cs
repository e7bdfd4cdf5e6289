using System.Collections.Immutable;

namespace IncidentMesh.Detection.Rules.Fields;

/// <summary>Fields of the event itself: number, time, type, arguments, result.</summary>
internal static class EventFields
{
    public static ImmutableArray<FieldDefinition> All { get; } =
    [
        new("evt.num", FieldType.Unsigned64, "Number of the event in its stream.") { Sources = FieldSources.Any },
        new("evt.time", FieldType.Text, "Time of day with nanoseconds.") { Sources = FieldSources.Any },
        new("evt.time.s", FieldType.Text, "Time of day in whole seconds.") { Sources = FieldSources.Any },
        new("evt.time.iso8601", FieldType.Text, "Time in ISO 8601, with nanoseconds and offset.") { Sources = FieldSources.Any },
        new("evt.datetime", FieldType.Text, "Date and time of day.") { Sources = FieldSources.Any },
        new("evt.datetime.s", FieldType.Text, "Date and time of day in whole seconds.") { Sources = FieldSources.Any },
        new("evt.rawtime", FieldType.AbsoluteTime, "Time in nanoseconds since 1970.") { Sources = FieldSources.Any },
        new("evt.rawtime.s", FieldType.AbsoluteTime, "Whole seconds of the time.") { Sources = FieldSources.Any },
        new("evt.rawtime.ns", FieldType.AbsoluteTime, "Nanoseconds of the time within its second.") { Sources = FieldSources.Any },
        new("evt.reltime", FieldType.RelativeTime, "Nanoseconds since the stream began.") { Sources = FieldSources.Any },
        new("evt.reltime.s", FieldType.RelativeTime, "Seconds since the stream began.") { Sources = FieldSources.Any },
        new("evt.reltime.ns", FieldType.RelativeTime, "Nanoseconds within the second since the stream began.")
        {
            Sources = FieldSources.Any,
        },
        new("evt.source", FieldType.Text, "Source of the event, such as syscall or k8s_audit.") { Sources = FieldSources.Any },
        new("evt.plugininfo", FieldType.Text, "Summary that the source writes of the event.") { Sources = FieldSources.Any },
        new("evt.pluginname", FieldType.Text, "Name of the plugin that brought the event.") { Sources = FieldSources.Any },
        new("evt.is_async", FieldType.Boolean, "Whether the event came outside the order of its stream.") { Sources = FieldSources.Any },
        new("evt.asynctype", FieldType.Text, "Kind of such an event.") { Sources = FieldSources.Any },
        new("evt.hostname", FieldType.Text, "Name of the host that saw the event.") { Sources = FieldSources.Any },
        new("evt.type", FieldType.Text, "Name of the event, such as openat.") { Sources = FieldSources.Any },
        new("evt.type.is", FieldType.Unsigned32, "1 where the event is of the type that the argument names, else 0.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.Key,
        },
        new("syscall.type", FieldType.Text, "Name of the system call; missing for events that are none."),
        new("evt.category", FieldType.Text, "Group of the event: file, net, process and the like."),
        new("evt.dir", FieldType.Text, "Direction: > for entry, < for exit.") { Deprecated = true },
        new("evt.cpu", FieldType.Integer16, "Number of the processor."),
        new("evt.args", FieldType.Text, "All arguments in one text."),
        new("evt.arg", FieldType.Text, "One argument by name or position, as text.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.IndexOrKey,
        },
        new("evt.rawarg", FieldType.Dynamic, "One argument by name, as it is.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.Key,
            ComparesWithFields = false,
            Transforms = false,
        },
        new("evt.info", FieldType.Text, "The same as evt.args, or the source's summary.") { Sources = FieldSources.Any },
        new("evt.buffer", FieldType.Bytes, "Data that was read or written."),
        new("evt.buflen", FieldType.Unsigned64, "Length of that data in bytes."),
        new("evt.buflen.in", FieldType.Unsigned64, "Length of the data where it was read."),
        new("evt.buflen.out", FieldType.Unsigned64, "Length of the data where it was written."),
        new("evt.buflen.file", FieldType.Unsigned64, "Length of the data of a file."),
        new("evt.buflen.file.in", FieldType.Unsigned64, "Length of the data that was read from a file."),
        new("evt.buflen.file.out", FieldType.Unsigned64, "Length of the data that was written to a file."),
        new("evt.buflen.net", FieldType.Unsigned64, "Length of the data of a connection."),
        new("evt.buflen.net.in", FieldType.Unsigned64, "Length of the data that was received."),
        new("evt.buflen.net.out", FieldType.Unsigned64, "Length of the data that was sent."),
        new("evt.res", FieldType.Text, "SUCCESS, or the name of the error such as ENOENT."),
        new("evt.rawres", FieldType.Integer64, "Return value as a number."),
        new("evt.failed", FieldType.Boolean, "Whether the call failed."),
        new("evt.is_io", FieldType.Boolean, "Whether the call reads or writes."),
        new("evt.is_io_read", FieldType.Boolean, "Whether the call reads."),
        new("evt.is_io_write", FieldType.Boolean, "Whether the call writes."),
        new("evt.io_dir", FieldType.Text, "r for reading, w for writing."),
        new("evt.is_wait", FieldType.Boolean, "Whether the call makes the thread wait."),
        new("evt.wait_latency", FieldType.RelativeTime, "Nanoseconds that the thread waited.") { Deprecated = true },
        new("evt.is_syslog", FieldType.Boolean, "Whether the call writes to /dev/log."),
        new("evt.latency", FieldType.RelativeTime, "Nanoseconds between entry and exit.") { Deprecated = true },
        new("evt.latency.s", FieldType.RelativeTime, "Whole seconds of the latency.") { Deprecated = true },
        new("evt.latency.ns", FieldType.RelativeTime, "Nanoseconds of the latency within its second.") { Deprecated = true },
        new("evt.latency.human", FieldType.Text, "The latency in words.") { Deprecated = true },
        new("evt.deltatime", FieldType.RelativeTime, "Nanoseconds since the event before."),
        new("evt.deltatime.s", FieldType.RelativeTime, "Seconds since the event before."),
        new("evt.deltatime.ns", FieldType.RelativeTime, "Nanoseconds within the second since the event before."),
        new("evt.count", FieldType.Unsigned32, "Always 1."),
        new("evt.count.error", FieldType.Unsigned32, "1 where the call failed."),
        new("evt.count.error.file", FieldType.Unsigned32, "1 where a call on a file failed."),
        new("evt.count.error.net", FieldType.Unsigned32, "1 where a call on a connection failed."),
        new("evt.count.error.memory", FieldType.Unsigned32, "1 where a call for memory failed."),
        new("evt.count.error.other", FieldType.Unsigned32, "1 where another call failed."),
        new("evt.count.exit", FieldType.Unsigned32, "1 for exits of calls."),
        new("evt.around", FieldType.Unsigned64, "Compares with milliseconds around the time in the argument.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.Index,
            ComparesWithFields = false,
            Transforms = false,
            Prints = false,
        },
        new("evt.abspath", FieldType.Text, "Absolute path that the call works on; src or dst where there are two.")
        {
            Argument = FieldArgumentForm.Required,
            ArgumentKind = FieldArgumentKind.Key,
        },
        new("evt.is_open_read", FieldType.Boolean, "Whether a file is opened for reading."),
        new("evt.is_open_write", FieldType.Boolean, "Whether a file is opened for writing."),
        new("evt.is_open_exec", FieldType.Boolean, "Whether a file is created with the right to execute it."),
        new("evt.is_open_create", FieldType.Boolean, "Whether a file is created by opening it."),
    ];
}
