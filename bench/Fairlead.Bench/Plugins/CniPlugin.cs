using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Bench.Node;
using Fairlead.Bench.Processes;
using Fairlead.Model.Addresses;

namespace Fairlead.Bench.Plugins;

/// <summary>A plug-in as a runtime calls it: a process, environment, a configuration on standard input.</summary>
public sealed class CniPlugin(string name, string path, string cniPath, JsonObject configuration)
{
    private readonly byte[] _configuration = Encoding.UTF8.GetBytes(configuration.ToJsonString());
    private readonly byte[] _newest = Encoding.UTF8.GetBytes(With(configuration, "1.1.0").ToJsonString());

    public string Name { get; } = name;

    public string Path { get; } = path;

    public ProcessRun Add(PodNetns pod) => Call("ADD", pod.Name, pod.Path);

    public ProcessRun Delete(PodNetns pod) => Call("DEL", pod.Name, pod.Path);

    /// <summary>Whether it could serve an ADD: a verb that came with 1.1.0.</summary>
    public ProcessRun Status() => Run("STATUS", "", "", "", _newest);

    /// <summary>As podman asks: everything is "dummy".</summary>
    public ProcessRun Version() => Run("VERSION", "", "dummy", "dummy", "{\"cniVersion\":\"1.0.0\"}"u8);

    public ProcessRun Call(string command, string id, string netns) => Run(command, id, netns, "eth0", _configuration);

    /// <summary>The same call with another program in front, which starts the plug-in itself.</summary>
    public ProcessRun Through(string program, IReadOnlyList<string> arguments, string command, string id, string netns) =>
        Spawn.Run(program, [.. arguments, Path], Environment(command, id, netns, "eth0"), _configuration);

    /// <summary>An address of the answer to an ADD.</summary>
    public static InetAddress Address(ProcessRun run, bool v6 = false) =>
        JsonNode.Parse(run.Output)!["ips"]!.AsArray()
            .Select(ip => Cidr.Parse(ip!["address"]!.GetValue<string>()).Address)
            .First(address => address.IsV6 == v6);

    private static JsonObject With(JsonObject configuration, string version)
    {
        var copy = (JsonObject)configuration.DeepClone();
        copy["cniVersion"] = version;
        return copy;
    }

    private ProcessRun Run(string command, string id, string netns, string ifname, ReadOnlySpan<byte> input) =>
        Spawn.Run(Path, [], Environment(command, id, netns, ifname), input);

    private string[] Environment(string command, string id, string netns, string ifname) =>
    [
        $"CNI_COMMAND={command}", $"CNI_CONTAINERID={id}", $"CNI_NETNS={netns}", $"CNI_IFNAME={ifname}", $"CNI_PATH={cniPath}",
        $"CNI_ARGS=IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME={id}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
    ];
}
