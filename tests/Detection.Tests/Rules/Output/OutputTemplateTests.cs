using IncidentMesh.Detection.Rules.Compilation;
using IncidentMesh.Detection.Rules.Fields;
using IncidentMesh.Detection.Rules.Output;
using IncidentMesh.Detection.Tests.Rules.Compilation;

namespace IncidentMesh.Detection.Tests.Rules.Output;

public sealed class OutputTemplateTests
{
    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["proc.name"] = ["cat"],
        ["proc.aname[2]"] = ["sshd"],
        ["fd.sip"] = ["2001:db8::1"],
        ["fd.types"] = ["file", "pipe"],
        ["evt.is_open_read"] = ["true"],
        ["evt.arg[flags]"] = ["O_RDONLY"],
        ["user.loginuid"] = ["-1"],
    };

    [Theory]
    [InlineData("*%proc.name reads (parent=%proc.aname[2])", "cat reads (parent=sshd)")]
    [InlineData("%proc.name.", "cat.")]
    [InlineData("%proc.names", "cats")]
    [InlineData("%evt.arg.flags|%evt.arg[flags]", "O_RDONLY|O_RDONLY")]
    [InlineData("%fd.sip %fd.types %evt.is_open_read %user.loginuid", "2001:db8::1 (file,pipe) true -1")]
    [InlineData("%fd.name", "<NA>")]
    [InlineData("%toupper(proc.name)!", "CAT!")]
    [InlineData("%5proc.name|%2proc.name|", "cat  |ca|")]
    [InlineData("100 *%proc.name", "100 *cat")]
    public void Fields_are_filled_in(string text, string expected)
    {
        var builder = new RuleSetBuilder();
        var result = OutputTemplate.Parse(text, FieldSources.Syscall, FieldTable.Falco, builder.Slots);
        Assert.True(result.Succeeded, result.Error?.Message);
        var set = builder.Build();
        var context = set.CreateContext();
        set.Match(FieldSources.Syscall, new DictionaryEvent(Values, set.Fields), context, RuleMatching.First, []);
        Assert.Equal(expected, result.Template.Render(context));
    }

    [Theory]
    [InlineData("50%", 2, "cannot end with a %")]
    [InlineData("a %proc.nme b", 2, "did you mean %proc.name?")]
    [InlineData("%fd.ip", 1, "filter only")]
    [InlineData("%proc.aname[x]", 1, "must be a number")]
    public void Errors_name_the_place(string text, int offset, string part)
    {
        var result = OutputTemplate.Parse(text, FieldSources.Syscall, FieldTable.Falco, new FieldSlots());
        Assert.Equal(offset, result.Error?.Offset);
        Assert.Contains(part, result.Error!.Message, StringComparison.Ordinal);
    }
}
