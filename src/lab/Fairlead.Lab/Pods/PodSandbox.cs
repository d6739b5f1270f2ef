using System.Text.Json.Nodes;
using Fairlead.Lab.Hosts;
using Fairlead.Lab.Processes;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Pods;

/// <summary>A pod: namespaces below its node's, held by a process that does nothing, and what the plug-in said when it was added.</summary>
internal sealed class PodSandbox : IDisposable
{
    private readonly HeldProcess _process;
    private readonly CniRuntime _runtime;
    private readonly int _hostPid;
    private JsonNode? _result;

    private PodSandbox(PodRequest request, LabHost node, string containerId, string netnsPath, HeldProcess process, NetworkNamespace netns)
    {
        Request = request;
        Uid = request.Uid.Length > 0 ? request.Uid : Guid.NewGuid().ToString();
        ContainerId = containerId;
        NetnsPath = netnsPath;
        _process = process;
        _hostPid = node.Pid;
        _runtime = new CniRuntime(node.Pid);
        Netns = netns;
    }

    public PodRequest Request { get; }

    public string ContainerId { get; }

    public string Uid { get; }

    /// <summary>In the node's mount namespace.</summary>
    public string NetnsPath { get; }

    public NetworkNamespace Netns { get; }

    /// <summary>First process of the pod, as the lab's processes see it.</summary>
    public int Pid => _process.Pid;

    /// <summary>Those that the plug-in's result names.</summary>
    public IReadOnlyList<InetAddress> Addresses =>
        [.. (_result?["ips"] as JsonArray ?? []).Select(ip => Cidr.Parse(ip!["address"]!.GetValue<string>()).Address)];

    /// <summary>Makes the namespaces, then calls the plug-in.</summary>
    /// <exception cref="LabException">One of both failed; nothing is left.</exception>
    public static PodSandbox Start(PodRequest request, LabHost node)
    {
        var containerId = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
        var netnsPath = $"/run/netns/pod-{request.Name}-{containerId[..8]}";
        string[] enter = Enter.Host(node.Pid);
        var process = HeldProcess.StartReady(
            $"pod {request.Name}", depth: 2, enter[0], [.. enter[1..], Installation.InsideLab.Script("pod.sh"), request.Name, netnsPath]);
        NetworkNamespace? netns = null;
        try
        {
            netns = NetnsOf(request, process);
            var pod = new PodSandbox(request, node, containerId, netnsPath, process, netns);
            pod._result = pod._runtime.Add(pod);
            return pod;
        }
        catch
        {
            netns?.Dispose();
            Remove(process, node.Pid, netnsPath);
            throw;
        }
    }

    /// <summary>DEL, then the namespaces go.</summary>
    /// <exception cref="LabException">The plug-in refused: the pod is still there, and may be deleted again.</exception>
    public void Stop()
    {
        _runtime.Delete(this, _result);
        Remove();
    }

    /// <summary>Without DEL: as when its node loses power.</summary>
    public void Kill() => Remove();

    public void Dispose()
    {
        Netns.Dispose();
        _process.Dispose();
    }

    private void Remove()
    {
        Remove(_process, _hostPid, NetnsPath);
        Netns.Dispose();
    }

    private static void Remove(HeldProcess process, int hostPid, string netnsPath)
    {
        process.Kill();
        Run.ToEnd([.. Enter.Host(hostPid), "sh", "-c", "umount \"$1\" && rm \"$1\"", "sh", netnsPath]);
        process.Dispose();
    }

    private static NetworkNamespace NetnsOf(PodRequest request, HeldProcess process)
    {
        try
        {
            return NetworkNamespace.OpenPath($"/proc/{process.Pid}/ns/net");
        }
        catch (KernelException error)
        {
            throw new LabException($"pod {request.Name} ended before its plug-in was called: {error.Message}", error);
        }
    }
}
