using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.Lab.Pods;

/// <summary>A conflist as container runtimes use it: version, name, and one configuration a plug-in.</summary>
internal sealed class NetworkList
{
    // What this caller understands of results.
    private static readonly Version Newest = new(1, 1, 0);

    private readonly JsonArray _plugins;

    private NetworkList(string name, string version, JsonArray plugins)
    {
        Name = name;
        Version = version;
        _plugins = plugins;
    }

    public string Name { get; }

    /// <summary>The newest of <c>cniVersions</c> that is understood here, as libcni 1.2 chooses; <c>cniVersion</c> where there is no choice.</summary>
    public string Version { get; }

    public int Length => _plugins.Count;

    /// <exception cref="LabException">The folder has no conflist, or the first is none.</exception>
    public static NetworkList ReadFirst(string folder)
    {
        // Whoever installs another network may have taken the folder away for a moment.
        var file = (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.conflist") : []).Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new LabException($"there is no conflist in {folder}");
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(file))!;
            return new NetworkList(json["name"]!.GetValue<string>(), ChooseVersion(json), json["plugins"]!.AsArray());
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException or IOException)
        {
            throw new LabException($"{file} is no conflist: {error.Message}", error);
        }
    }

    public string TypeOf(int plugin) => _plugins[plugin]!["type"]!.GetValue<string>();

    /// <summary>What a plug-in reads on standard input.</summary>
    /// <param name="offered">Runtime configuration by capability; a plug-in gets what it declares.</param>
    public string ConfigurationOf(int plugin, IReadOnlyDictionary<string, JsonNode> offered, JsonNode? previousResult)
    {
        var json = (JsonObject)_plugins[plugin]!.DeepClone();
        var declared = json["capabilities"] as JsonObject ?? [];
        json.Remove("capabilities");
        json["name"] = Name;
        json["cniVersion"] = Version;
        var runtime = offered.Where(pair => declared[pair.Key]?.GetValue<bool>() ?? false).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.DeepClone())).ToList();
        if (runtime.Count > 0)
        {
            json["runtimeConfig"] = new JsonObject(runtime);
        }

        if (previousResult is not null)
        {
            json["prevResult"] = previousResult.DeepClone();
        }

        return json.ToJsonString();
    }

    private static string ChooseVersion(JsonNode json) =>
        (json["cniVersions"] as JsonArray ?? []).Select(version => System.Version.Parse(version!.GetValue<string>()))
            .Where(version => version <= Newest).Max()?.ToString() ?? json["cniVersion"]!.GetValue<string>();
}
