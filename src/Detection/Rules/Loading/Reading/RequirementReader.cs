using IncidentMesh.Detection.Rules.Loading.Yaml;

namespace IncidentMesh.Detection.Rules.Loading.Reading;

/// <summary>Reads what a file requires of the engine and of plugins, and checks it.</summary>
internal sealed class RequirementReader(RuleLoadOptions options, LoadLog log)
{
    public void ReadEngineVersion(YamlMapping mapping)
    {
        var values = new ItemValues(mapping, new LoadItem("required_engine_version", ""), log);
        values.WarnOfUnknownKeys("required_engine_version");
        if (values.Required("required_engine_version") is not { } scalar)
            return;
        if (!EngineVersion.TryParse(scalar.Value, implicitMinor: true, out var required))
        {
            values.Fail(
                scalar.Place, $"Unable to parse engine version '{scalar.Value}' as a semver string. Expected \"x.y.z\" semver format.");
        }
        else if (!EngineVersion.Supported.Satisfies(required))
        {
            log.Error(
                LoadCode.Validate, scalar.Place, values.Item,
                $"Rules require engine version {required}, but engine version is {EngineVersion.Supported}");
        }
    }

    public void ReadPluginVersions(YamlNode plugins)
    {
        var item = new LoadItem("required plugin versions", "");
        if (plugins is not YamlSequence sequence)
        {
            log.Error(LoadCode.YamlValidate, plugins.Place, item, "Value of required_plugin_versions must be a sequence");
            return;
        }

        foreach (var plugin in sequence.Items)
            ReadPlugin(plugin);
    }

    private void ReadPlugin(YamlNode plugin)
    {
        var requirements = new List<(string Name, EngineVersion Version)>();
        var item = new LoadItem("required plugin versions entry", "");
        if (!TryRead(plugin, item, "Plugin version must be a mapping", requirements))
            return;
        item = item with { Name = requirements[0].Name };
        switch (((YamlMapping)plugin)["alternatives"])
        {
            case null:
                break;
            case YamlSequence alternatives:
                foreach (var alternative in alternatives.Items)
                {
                    if (!TryRead(alternative, item, "Plugin version alternative must be a mapping", requirements))
                        return;
                }

                break;
            case { } other:
                log.Error(LoadCode.YamlValidate, other.Place, item, "Value of plugin version alternatives must be a sequence");
                return;
        }

        if (!requirements.Exists(required => options.Plugins.Contains(required.Name) && required.Version.Major == 0))
        {
            var wanted = string.Join(", ", requirements.Select(required => $"{required.Name} (>= {required.Version})"));
            log.Error(LoadCode.Validate, plugin.Place, item, $"Plugin requirement not satisfied, must load one of: {wanted}");
        }
    }

    private bool TryRead(YamlNode node, LoadItem item, string message, List<(string Name, EngineVersion Version)> requirements)
    {
        if (node is not YamlMapping mapping)
        {
            log.Error(LoadCode.YamlValidate, node.Place, item, message);
            return false;
        }

        var values = new ItemValues(mapping, item, log);
        var name = values.Required("name");
        var version = values.Required("version");
        if (name is null || version is null)
            return false;
        string? error = null;
        if (!EngineVersion.TryParse(version.Value, implicitMinor: false, out var parsed))
            error = $"Invalid required version '{version.Value}' for plugin '{name.Value}'";
        else if (requirements.Exists(known => known.Name == name.Value))
            error = $"Defined multiple alternative version requirements for plugin '{name.Value}'";
        if (error is not null)
        {
            log.Error(LoadCode.Validate, version.Place, item with { Name = name.Value }, error);
            return false;
        }

        requirements.Add((name.Value, parsed!));
        return true;
    }
}
