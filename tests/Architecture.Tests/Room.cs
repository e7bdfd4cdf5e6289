using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace IncidentMesh.Architecture.Tests;

/// <summary>One room of the house: its project file and what was compiled from it.</summary>
internal sealed class Room(string name)
{
    private static readonly string Root = FindRoot();

    /// <summary>The repository's folder.</summary>
    public static string Folder => Root;

    public static IEnumerable<string> SourceFolders =>
        Directory.EnumerateDirectories(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories)
            .Where(folder => !folder.Contains($"{Path.DirectorySeparatorChar}bin", StringComparison.Ordinal)
                && !folder.Contains($"{Path.DirectorySeparatorChar}obj", StringComparison.Ordinal));

    public static IEnumerable<string> SourceFiles => SourceFolders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs"));

    public static IEnumerable<string> Names =>
        Directory.EnumerateDirectories(Path.Combine(Root, "src")).Select(folder => Path.GetFileName(folder)!);

    private XDocument Project => XDocument.Load(Path.Combine(Root, "src", name, $"IncidentMesh.{name}.csproj"));

    public bool IsPure => Project.Descendants("PureRoom").Any(element => element.Value == "true");

    public IEnumerable<string> Rooms => Project.Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)["IncidentMesh.".Length..]);

    public IEnumerable<string> Packages => Project.Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value);

    /// <summary>Assemblies that the compiler really needed, transitive references included.</summary>
    public IEnumerable<string> Assemblies => Read(reader =>
        reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)).ToList());

    /// <summary>Full names of the types of other assemblies that the code uses.</summary>
    public IEnumerable<string> Types => Read(reader =>
        reader.TypeReferences.Select(reader.GetTypeReference)
            .Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}").ToList());

    private T Read<T>(Func<MetadataReader, T> read)
    {
        var file = name == "Cli" ? "incidentmesh.dll" : $"IncidentMesh.{name}.dll";
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, file));
        using var image = new PEReader(stream);
        return read(image.GetMetadataReader());
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IncidentMesh.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("IncidentMesh.sln is in no folder above the tests.");
    }
}
