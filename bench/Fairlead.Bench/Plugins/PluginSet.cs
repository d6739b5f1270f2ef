using System.Text.Json.Nodes;
using Fairlead.Bench.Node;

namespace Fairlead.Bench.Plugins;

/// <summary>What is measured, and what it is held against.</summary>
public static class PluginSet
{
    /// <param name="state">The agent's state folder, where it is not the bench's.</param>
    /// <param name="hostPort">TCP port of the node that leads to the same one of the pod; 0 for none.</param>
    public static CniPlugin Fairlead(BenchFolders folders, string socket, string? state = null, int hostPort = 0)
    {
        var configuration = new JsonObject
        {
            ["cniVersion"] = "1.0.0",
            ["name"] = "fairlead",
            ["type"] = "fairlead-cni",
            ["socket"] = socket,
            ["stateDir"] = state ?? folders.State,
        };
        if (hostPort > 0)
        {
            configuration["capabilities"] = new JsonObject { ["portMappings"] = true };
            configuration["runtimeConfig"] = new JsonObject
            {
                ["portMappings"] = new JsonArray(new JsonObject { ["hostPort"] = hostPort, ["containerPort"] = hostPort, ["protocol"] = "tcp" }),
            };
        }

        return new CniPlugin("fairlead", folders.Plugin, System.IO.Path.GetDirectoryName(folders.Plugin)!, configuration);
    }

    /// <param name="folder">Where Debian's containernetworking-plugins was unpacked or installed.</param>
    public static CniPlugin Ptp(BenchFolders folders, string folder, bool dualStack = false)
    {
        JsonArray ranges = [new JsonArray(new JsonObject { ["subnet"] = "10.22.0.0/16" })];
        if (dualStack)
        {
            ranges.Add(new JsonArray(new JsonObject { ["subnet"] = "fd22::/64" }));
        }

        var name = dualStack ? "ptp-dual" : "ptp";
        return new CniPlugin(
            name,
            $"{folder}/ptp",
            folder,
            new JsonObject
            {
                ["cniVersion"] = "1.0.0",
                ["name"] = name,
                ["type"] = "ptp",
                ["ipMasq"] = false,
                ["mtu"] = 1500,
                ["ipam"] = new JsonObject { ["type"] = "host-local", ["ranges"] = ranges, ["dataDir"] = $"{folders.State}/networks" },
            });
    }

    /// <returns>The folder of the reference plug-ins; null where they are nowhere.</returns>
    public static string? FindReference(string? peers) =>
        new[] { $"{peers}/usr/lib/cni", "/usr/lib/cni", "/opt/cni/bin" }.FirstOrDefault(folder => File.Exists($"{folder}/ptp") && File.Exists($"{folder}/host-local"));
}
