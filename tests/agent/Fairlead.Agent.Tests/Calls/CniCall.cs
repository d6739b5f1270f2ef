using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Agent.Tests.Nodes;

namespace Fairlead.Agent.Tests.Calls;

/// <summary>One call as a runtime makes it: variables and standard input.</summary>
internal sealed record CniCall(string Command)
{
    public string Container { get; init; } = "";

    public string Netns { get; init; } = "";

    public string Interface { get; init; } = "";

    public string Arguments { get; init; } = "";

    public JsonObject Configuration { get; init; } = [];

    public static CniCall Of(string command, TestPod pod) => new(command) { Container = pod.Container, Netns = pod.Path, Interface = pod.Interface };

    public CniCall With(string key, JsonNode? value)
    {
        var configuration = (JsonObject)Configuration.DeepClone();
        configuration[key] = value;
        return this with { Configuration = configuration };
    }

    public CniCall WithPorts(params (string Protocol, int Port, int PodPort)[] ports) => With("runtimeConfig", new JsonObject
    {
        ["portMappings"] = new JsonArray(
            [.. ports.Select(port => new JsonObject { ["hostPort"] = port.Port, ["containerPort"] = port.PodPort, ["protocol"] = port.Protocol })]),
    });

    public IEnumerable<(string, string)> Environment() =>
    [
        ("CNI_COMMAND", Command), ("CNI_CONTAINERID", Container), ("CNI_NETNS", Netns), ("CNI_IFNAME", Interface),
        ("CNI_ARGS", Arguments), ("CNI_PATH", "/opt/cni/bin"),
    ];

    /// <summary>As the plug-in sends it over the socket.</summary>
    public byte[] Message(string input) =>
        Encoding.UTF8.GetBytes($"C{Command}\0{Container}\0{Netns}\0{Interface}\0{Arguments}\0/opt/cni/bin\0{input}");
}
