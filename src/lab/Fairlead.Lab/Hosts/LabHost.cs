using Fairlead.AgentApi;
using Fairlead.Lab.Processes;
using Fairlead.Lab.Topology;
using Fairlead.Linux.Namespaces;
using Fairlead.Vpc.Control;

namespace Fairlead.Lab.Hosts;

/// <summary>A host of the lab: a machine to whatever runs in it.</summary>
internal sealed class LabHost : IDisposable
{
    private readonly HeldProcess _process;
    private HostileDhcp? _dhcp;

    private LabHost(string name, LabNode? node, HeldProcess process)
    {
        Name = name;
        Node = node;
        _process = process;
        Netns = NetworkNamespace.OpenPath($"/proc/{process.Pid}/ns/net");
        Agent = node is null ? null : new NodeAgentProcess(name, process.Pid);
    }

    public string Name { get; }

    /// <summary>Null for a host that is no node.</summary>
    public LabNode? Node { get; }

    /// <summary>Null where <see cref="Node"/> is.</summary>
    public NodeAgentProcess? Agent { get; }

    public NetworkNamespace Netns { get; }

    /// <summary>First process of the host, as the lab's processes see it.</summary>
    public int Pid => _process.Pid;

    public NicConfiguration? Nic { get; private set; }

    /// <param name="peers">Folder of unpacked packages, laid over /usr and /etc.</param>
    /// <exception cref="LabException">The namespaces could not be made.</exception>
    public static LabHost Start(string name, LabNode? node, string peers)
    {
        var process = StartProcess(name, peers);
        var host = new LabHost(name, node, process);
        HostNetwork.Prepare(host.Netns);
        return host;
    }

    private static HeldProcess StartProcess(string name, string peers)
    {
        try
        {
            return HeldProcess.StartReady(
                $"host {name}", depth: 1, "unshare", "--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child",
                Installation.InsideLab.Script("host.sh"), name, peers);
        }
        catch (LabException error) when (error.Message.Contains("unknown filesystem type 'overlay'", StringComparison.Ordinal))
        {
            // mount(8) says so where the kernel neither has it nor finds a module of that name.
            throw new LabException($"this kernel has no overlay file system; load it with: modprobe overlay, or take a kernel built with CONFIG_OVERLAY_FS\n{error.Message}", error);
        }
    }

    /// <summary>Plugs the host into the VPC.</summary>
    /// <exception cref="ControlException">The fabric refused.</exception>
    public void Plug(VpcClient fabric)
    {
        Nic = fabric.Attach(Name, $"/proc/{Pid}/ns/net");
        HostNetwork.Configure(Netns, Nic);
    }

    /// <summary>Takes all its NICs away, as if the host were off.</summary>
    public void Unplug(VpcClient fabric) => fabric.Submit(new DetachPort(Name));

    /// <summary>From now on a DHCP client grabs every NIC that appears.</summary>
    public void SufferDhcp(VpcClient fabric)
    {
        _dhcp = new HostileDhcp(Netns, fabric);
        _dhcp.Start();
    }

    public void Dispose()
    {
        _dhcp?.Dispose();
        Netns.Dispose();
        _process.Dispose();
    }
}
