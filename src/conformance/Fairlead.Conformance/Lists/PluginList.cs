using System.Text.Json.Nodes;

namespace Fairlead.Conformance.Lists;

/// <summary>A conflist as a runtime uses it: a network's name and one configuration a plug-in.</summary>
/// <param name="Versions"><c>cniVersion</c> and <c>cniVersions</c>, oldest first.</param>
public sealed record PluginList(string Name, IReadOnlyList<string> Versions, bool DisableCheck, bool DisableGc, IReadOnlyList<ListedPlugin> Plugins)
{
    /// <summary>What plug-in number <paramref name="plugin"/> reads on standard input: section 3, "Deriving request configuration from plugin configuration".</summary>
    public JsonObject Configuration(int plugin, string version, JsonNode? previousResult)
    {
        var json = (JsonObject)Plugins[plugin].Configuration.DeepClone();
        json.Remove("capabilities");
        json["cniVersion"] = version;
        json["name"] = Name;
        if (previousResult is not null)
        {
            json["prevResult"] = previousResult.DeepClone();
        }

        return json;
    }
}

/// <param name="Binary">Path of the file that was found for its type.</param>
public sealed record ListedPlugin(string Type, string Binary, JsonObject Configuration);
