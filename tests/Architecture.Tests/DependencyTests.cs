namespace IncidentMesh.Architecture.Tests;

/// <summary>Who may know whom. A line here is a decision: see docs/architecture.md before changing one.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> May = new()
    {
        ["Contracts"] = [],
        ["Sensors"] = ["Contracts"],
        ["Detection"] = ["Contracts"],
        ["Response"] = ["Contracts"],
        ["Kubernetes"] = ["Contracts"],
        ["Integrations"] = ["Contracts"],
        ["Storage"] = ["Contracts"],
        ["Grains"] = ["Contracts", "Sensors", "Detection", "Response"],
        ["Gateway"] = ["Contracts", "Sensors", "Integrations"],
        ["Cli"] = ["Contracts", "Sensors", "Detection", "Response"],
        ["Silo"] = ["Contracts", "Sensors", "Detection", "Response", "Kubernetes", "Integrations", "Storage", "Grains", "Gateway"],
    };

    /// <summary>Libraries that one room has to itself.</summary>
    private static readonly Dictionary<string, string> OwnedBy = new()
    {
        ["KubernetesClient"] = "Kubernetes",
        ["Microsoft.Data.Sqlite"] = "Storage",
        ["System.CommandLine"] = "Cli, Silo",
        ["MailKit"] = "Integrations",
        ["MimeKit"] = "Integrations",
        ["Spectre.Console"] = "Cli",
    };

    public static TheoryData<string> Rooms => [.. Room.Names];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_references_only_the_rooms_it_may_know(string name)
    {
        Assert.True(May.TryGetValue(name, out var allowed), $"src/{name} is new: say in DependencyTests whom it may know.");

        Assert.Empty(new Room(name).Rooms.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_the_rooms_it_may_know_even_through_others(string name) =>
        Assert.Empty(new Room(name).Assemblies
            .Where(assembly => assembly.StartsWith("IncidentMesh.", StringComparison.Ordinal))
            .Select(assembly => assembly["IncidentMesh.".Length..])
            .Except(May[name]));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_library_stays_in_its_room(string name)
    {
        var strangers = new Room(name).Assemblies
            .Where(assembly => OwnedBy.TryGetValue(assembly, out var owners) && !owners.Split(", ").Contains(name));

        Assert.Empty(strangers);
    }

    [Fact]
    public void Contracts_know_nothing_but_the_Orleans_SDK() =>
        Assert.Equal(["Microsoft.Orleans.Sdk"], new Room("Contracts").Packages);

    [Theory]
    [InlineData("Sensors")]
    [InlineData("Detection")]
    [InlineData("Response")]
    public void A_pure_room_has_the_banned_symbols_and_calls_no_grain(string name)
    {
        var room = new Room(name);

        Assert.True(room.IsPure, $"src/{name} must set PureRoom.");
        Assert.DoesNotContain(room.Types, type => type.EndsWith("Grain", StringComparison.Ordinal) || type == "Orleans.IGrainFactory");
        Assert.DoesNotContain(room.Types, type => type.StartsWith("Microsoft.Extensions.Logging.", StringComparison.Ordinal));
        Assert.DoesNotContain(room.Types, type => type is "System.IO.File" or "System.Net.Http.HttpClient" or "System.Threading.Thread");
    }

    [Fact]
    public void No_folder_is_named_after_nothing_in_particular()
    {
        string[] empty = ["Common", "Shared", "Core", "Utils", "Utilities", "Helpers", "Domain", "Application", "Infrastructure", "Models", "Interfaces", "Services", "Managers"];

        Assert.DoesNotContain(Room.SourceFolders, folder => empty.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase));
    }
}
