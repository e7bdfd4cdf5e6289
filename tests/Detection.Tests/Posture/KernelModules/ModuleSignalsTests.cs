using IncidentMesh.Contracts.Signals;
using IncidentMesh.Detection.Posture.KernelModules;

namespace IncidentMesh.Detection.Tests.Posture.KernelModules;

public sealed class ModuleSignalsTests
{
    [Theory]
    [InlineData("init_module", "evt.arg.name", "sctp", "sctp")]
    [InlineData("module_load", "evt.arg.name", "dccp_ipv4", "dccp")]
    [InlineData("init_module", "evt.arg.name", "net-pf-10-proto-132-type-1", "sctp")]
    [InlineData("init_module", "evt.arg.name", "net-pf-2-proto-33", "dccp")]
    [InlineData("init_module", "evt.arg.name", "net-pf-21", "rds")]
    [InlineData("init_module", "evt.arg.name", "net-pf-30", "tipc")]
    [InlineData("init_module", "evt.arg.name", "net-pf-29", "can")]
    [InlineData("init_module", "evt.arg.name", "tty-ldisc-13", "n_hdlc")]
    [InlineData("finit_module", "fd.name", "/lib/modules/6.8.0/kernel/net/sctp/sctp_diag.ko.zst", "sctp")]
    [InlineData("finit_module", "fd.name", "/lib/modules/6.8.0/kernel/drivers/tty/n_hdlc.ko", "n_hdlc")]
    public void A_load_names_its_module(string type, string fact, string value, string module) =>
        Assert.Equal(module, ModuleSignals.Of(Signal(("evt.type", type), (fact, value)))?.Module);

    [Theory]
    [InlineData("modprobe", "modprobe -q -- net-pf-10-proto-132-type-1", "sctp")]
    [InlineData("modprobe", "modprobe sctp", "sctp")]
    [InlineData("insmod", "insmod /tmp/dccp.ko", "dccp")]
    public void A_tool_that_runs_names_its_module(string program, string line, string module)
    {
        var load = ModuleSignals.Of(Signal(("evt.type", "execve"), ("proc.name", program), ("proc.cmdline", line)))!;

        Assert.Equal((module, line, "n1", "shop/web", "tetragon"), (load.Module, load.By, load.Node, load.Pod, load.Sensor));
    }

    [Theory]
    [InlineData("init_module", "evt.arg.name", "nf_tables")]
    [InlineData("init_module", "evt.arg.name", "net-pf-16-proto-12")]
    [InlineData("init_module", "evt.arg.name", "net-pf-99999999999999999999")]
    [InlineData("init_module", "evt.arg.name", "scan")]
    [InlineData("delete_module", "evt.arg.name", "sctp")]
    [InlineData("openat", "fd.name", "/lib/modules/sctp.ko")]
    [InlineData("execve", "proc.cmdline", "modprobe sctp")]
    public void All_else_is_none(string type, string fact, string value) => Assert.Null(ModuleSignals.Of(Signal(("evt.type", type), (fact, value))));

    private static Signal Signal(params (string Name, string Value)[] facts) => new()
    {
        Id = new SignalId(1, 1),
        Sensor = "tetragon",
        Time = new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero),
        Rule = "r",
        Origin = new SignalOrigin { Node = "n1", Namespace = "shop", Pod = "web" },
        Facts = facts.ToDictionary(fact => fact.Name, fact => fact.Value),
    };
}
