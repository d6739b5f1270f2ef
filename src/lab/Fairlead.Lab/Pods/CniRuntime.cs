using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Lab.Processes;

namespace Fairlead.Lab.Pods;

/// <summary>Calls a node's plug-ins as a container runtime does: as processes on the node, by the conflist that is installed there.</summary>
/// <param name="hostPid">First process of the node.</param>
internal sealed class CniRuntime(int hostPid)
{
    private const string ConfigurationFolder = "/etc/cni/net.d";
    private const string BinaryFolders = "/opt/cni/bin:/usr/lib/cni";

    /// <returns>The result of the last plug-in.</returns>
    /// <exception cref="LabException">A plug-in said no; what had been added was deleted, as runtimes do.</exception>
    public JsonNode Add(PodSandbox pod)
    {
        var list = NetworkList.ReadFirst(LabPaths.Of(hostPid, ConfigurationFolder));
        JsonNode? result = null;
        try
        {
            for (var plugin = 0; plugin < list.Length; plugin++)
            {
                result = Result(Call("ADD", list, plugin, pod, result), list.TypeOf(plugin), pod);
            }
        }
        catch (LabException)
        {
            DeleteQuietly(pod, result);
            throw;
        }

        return result ?? throw new LabException($"network {list.Name} has no plug-ins");
    }

    /// <exception cref="LabException">A plug-in said no; those behind it in the order of deletion were not called.</exception>
    public void Delete(PodSandbox pod, JsonNode? result)
    {
        var list = NetworkList.ReadFirst(LabPaths.Of(hostPid, ConfigurationFolder));
        for (var plugin = list.Length - 1; plugin >= 0; plugin--)
        {
            Call("DEL", list, plugin, pod, result);
        }
    }

    private void DeleteQuietly(PodSandbox pod, JsonNode? result)
    {
        try
        {
            Delete(pod, result);
        }
        catch (LabException)
        {
            // The first refusal is the one to tell.
        }
    }

    private static JsonNode? Result(string output, string type, PodSandbox pod)
    {
        try
        {
            return JsonNode.Parse(output);
        }
        catch (JsonException error)
        {
            throw new LabException($"plug-in {type} added pod {pod.Request.Name}, and its result is no JSON: {error.Message}", error);
        }
    }

    private string Call(string verb, NetworkList list, int plugin, PodSandbox pod, JsonNode? previous)
    {
        var type = list.TypeOf(plugin);
        var environment = new Dictionary<string, string>
        {
            ["CNI_COMMAND"] = verb,
            ["CNI_CONTAINERID"] = pod.ContainerId,
            ["CNI_NETNS"] = pod.NetnsPath,
            ["CNI_IFNAME"] = "eth0",
            ["CNI_PATH"] = BinaryFolders,
            ["CNI_ARGS"] = $"IgnoreUnknown=1;K8S_POD_NAMESPACE={pod.Request.Namespace};K8S_POD_NAME={pod.Request.Name};K8S_POD_INFRA_CONTAINER_ID={pod.ContainerId};K8S_POD_UID={pod.Uid}",
        };
        var done = Run.ToEnd([.. Enter.Host(hostPid), BinaryOf(type)], list.ConfigurationOf(plugin, Offered(pod.Request), previous), environment);
        return done.Status == 0 ? done.Output : throw new LabException($"plug-in {type} refused {verb} for pod {pod.Request.Name}: {Complaint(done)}");
    }

    private string BinaryOf(string type) =>
        BinaryFolders.Split(':').Select(folder => $"{folder}/{type}").FirstOrDefault(path => File.Exists(LabPaths.Of(hostPid, path)))
            ?? throw new LabException($"there is no plug-in {type} in {BinaryFolders}");

    private static Dictionary<string, JsonNode> Offered(PodRequest request)
    {
        var offered = new Dictionary<string, JsonNode>();
        if (request.Ports.Count > 0)
        {
            offered["portMappings"] = new JsonArray([.. request.Ports.Select(port => (JsonNode?)new JsonObject
            {
                ["hostPort"] = port.Port,
                ["containerPort"] = port.PodPort,
                ["protocol"] = port.Transport.ToString().ToLowerInvariant(),
                ["hostIP"] = port.HostIp?.ToString() ?? "",
            })]);
        }

        if (request.Annotations.Count > 0)
        {
            offered["io.kubernetes.cri.pod-annotations"] = new JsonObject(request.Annotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        return offered;
    }

    // CNI specification, section 5, "Error": a JSON object on standard output.
    private static string Complaint(Finished done)
    {
        try
        {
            var error = JsonNode.Parse(done.Output)!;
            var details = error["details"]?.GetValue<string>();
            return $"{error["msg"]}{(string.IsNullOrEmpty(details) ? "" : $": {details}")} (code {error["code"]})";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            return $"exit status {done.Status}, {(done.Errors + done.Output).Trim()}";
        }
    }
}
