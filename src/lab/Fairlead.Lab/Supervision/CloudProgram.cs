using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Fairlead.AgentApi;
using Fairlead.Lab.Hosts;
using Fairlead.Lab.Processes;
using Fairlead.Lab.Topology;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Sockets;
using Fairlead.Vpc.Control;

namespace Fairlead.Lab.Supervision;

/// <summary>
/// The program of the lab's cloud. Packets do not need it: the kernel carries them in a namespace that is the lab's. Without the program
/// nobody answers API calls, asks of the metadata service, and ARP.
/// </summary>
internal sealed class CloudProgram
{
    /// <summary>Where the OpenAPI is found at the lab's own loopback, by programs that are on no host.</summary>
    public static readonly IPEndPoint Inside = new(IPAddress.Loopback, 8080);

    private readonly LabTopology _topology;
    private readonly Socket _outside;
    private readonly VpcClient _client = new(LabPaths.Fabric);
    private readonly Lock _lock = new();
    private HeldProcess? _latest;
    private bool _isConfigured;

    /// <param name="api">The socket of the OpenAPI, opened outside; nobody but the program is to inherit it.</param>
    public CloudProgram(LabTopology topology, InheritedDescriptor api)
    {
        _topology = topology;
        _outside = new Socket(api.Keep());
        api.Dispose();
        Program = new LabProgram("the program of the lab's VPC, fairlead-vpc,", LabPaths.FabricLog, StartProcess, IsReady);
    }

    public LabProgram Program { get; }

    /// <summary>Makes the namespace, then starts the program in it.</summary>
    /// <exception cref="LabException">It does not come up.</exception>
    public void Start()
    {
        SetLoopbackUp();
        File.WriteAllText(LabPaths.FabricNetns, "");
        var made = Run.ToEnd(["unshare", $"--net={LabPaths.FabricNetns}", "true"]);
        if (made.Status != 0)
        {
            throw new LabException($"the VPC's namespace could not be made: {made.Errors.Trim()}");
        }

        if (_topology.CloudSettings.Count > 0)
        {
            File.WriteAllLines(LabPaths.CloudFaults, ["settings:", .. _topology.CloudSettings.Select(setting => $"  {setting.Key}: {setting.Value}")]);
        }

        Program.Start();
        _client.Submit(new Configure(_topology.Vpc with { HasClusterStore = _topology.Cluster is not null }));
        _isConfigured = true;
    }

    public NetworkNamespace OpenNetns() => NetworkNamespace.OpenPath(LabPaths.FabricNetns);

    private static void SetLoopbackUp()
    {
        using var own = NetworkNamespace.Current();
        using var connection = new NetlinkConnection(own.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch();
        LinkCodec.WriteUp(batch, HostNetwork.Loopback, true);
        connection.ExecuteOne(batch, "setting up", "lo of the lab");
    }

    private HeldProcess StartProcess()
    {
        // After a program that ended: the socket was shut down so that callers are refused, and listens again from here on.
        lock (_lock)
        {
            _latest = null;
            _outside.Listen(512);
        }

        using var inherited = InheritedDescriptor.Of(_outside.SafeHandle.DangerousGetHandle());
        string[] faults = File.Exists(LabPaths.CloudFaults) ? ["--faults", LabPaths.CloudFaults] : [];
        var process = HeldProcess.StartLogged(
            depth: 0, LabPaths.FabricLog, [],
            [Installation.Dotnet, Installation.InsideLab.Program("fairlead-vpc"), "--control", LabPaths.Fabric, "--netns", LabPaths.FabricNetns, "--listen-descriptor",
             inherited.Number.ToString(CultureInfo.InvariantCulture), "--listen", $"{Inside}", "--state", LabPaths.CloudState, .. faults]);
        lock (_lock)
        {
            _latest = process;
        }

        process.WhenEnded(() => RefuseCallersAfter(process));
        return process;
    }

    // We have the socket open too: without this, callers would connect and wait for an answer in vain.
    private void RefuseCallersAfter(HeldProcess process)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_latest, process))
            {
                _outside.Shutdown(SocketShutdown.Both);
            }
        }
    }

    private bool IsReady()
    {
        try
        {
            // Its web server takes longer than the rest; only a lab that goes on waits for it.
            _ = _isConfigured ? _client.Access() is not null : _client.Snapshot().Trouble is null;
            return true;
        }
        catch (ControlException error)
        {
            return error.InnerException is null;
        }
    }
}
