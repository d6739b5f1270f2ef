using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Fairlead.AgentApi;
using Fairlead.Lab;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Observation;
using Fairlead.Lab.Pods;
using Fairlead.Lab.Probes;
using Fairlead.Lab.Processes;
using Fairlead.Lab.Supervision;
using Fairlead.Lab.Topology;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Paths.World;

namespace Fairlead.System.Tests.Paths;

/// <summary>A lab of its own with three pods and servers everywhere, which can be read and probed from here.</summary>
public sealed class ObservedLab : IDisposable
{
    public const ushort Open = 8080;
    public const ushort OpenUdp = 5353;
    public const ushort Closed = 8081;

    private readonly Dictionary<string, NetworkNamespace> _namespaces = [];
    private readonly List<Socket> _servers = [];
    private readonly LabStatus _status;

    public ObservedLab()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Skip("namespaces of a lab are opened from outside here, which takes root");
        }

        try
        {
            Lab = LabStarter.Start($"fl-why-{Environment.ProcessId}", LabTopology.DefaultText, "the walkthrough", _ => { });
        }
        catch (LabException missing) when (missing.Message.Contains("plug-in is not built", StringComparison.Ordinal))
        {
            Assert.Skip(missing.Message);
            throw;
        }

        Lab.RunPod(new PodRequest("pod-a", "node-1"));
        Lab.RunPod(new PodRequest("pod-b", "node-2"));
        Lab.RunPod(new PodRequest("pod-c", "node-1"));
        _status = Lab.Status();
        Places = [.. _status.Hosts.Select(host => host.Name), .. _status.Pods.Select(pod => pod.Name)];
        foreach (var place in Places)
        {
            _namespaces[place] = NetworkNamespace.OpenPath($"/proc/{Lab.Pid}/root/proc/{_status.PidOf(place)}/ns/net");
            // Who asks many closed ports at once hears of few: the kernel limits how often it says no.
            _namespaces[place].WriteSysctl("net/ipv4/icmp_ratelimit", "0");
            _servers.AddRange(Serve(_namespaces[place], v6: false));
            _servers.AddRange(Serve(_namespaces[place], v6: true));
        }
    }

    public RunningLab Lab { get; }

    public IReadOnlyList<string> Places { get; }

    public NetworkNamespace Netns(string place) => _namespaces[place];

    public IReadOnlyList<InetAddress> Addresses(string place) => _status.FindHost(place)?.Addresses ?? _status.FindPod(place)!.Addresses;

    public InetAddress Address(string place, bool v6 = false) => Addresses(place).First(address => address.IsV6 == v6);

    public WorldSnapshot Read() => WorldReader.Read(
        [.. Places.Select(place => new ObservedPlace(place, _namespaces[place], _status.FindPod(place)?.Node))], Lab.Vpc().State);

    /// <summary>Runs a shell command in a host or pod.</summary>
    /// <returns>False where a program for it is missing.</returns>
    public bool TryRun(string place, string command)
    {
        var words = Lab.CommandIn(place, ["sh", "-c", command]);
        using var process = Process.Start(new ProcessStartInfo(words[0], words.Skip(1)) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), $"{place}: {command} does not end");
        Assert.True(process.ExitCode is 0 or 127, $"{place}: {command}: {error.Result}");
        return process.ExitCode == 0;
    }

    public void Run(string place, string command)
    {
        if (!TryRun(place, command))
        {
            Assert.Skip($"a program is missing for: {command}; run eng/peers.sh");
        }
    }

    public void Dispose()
    {
        _servers.ForEach(server => server.Dispose());
        _namespaces.Values.ToList().ForEach(netns => netns.Dispose());
        Lab?.Stop();
    }

    private static IEnumerable<Socket> Serve(NetworkNamespace netns, bool v6)
    {
        yield return Probe.Listen(netns, v6, Open);
        var echo = Probe.Open(netns, v6, SocketType.Dgram);
        echo.Bind(new IPEndPoint(v6 ? IPAddress.IPv6Any : IPAddress.Any, OpenUdp));
        _ = Task.Run(() => Echo(echo, v6));
        yield return echo;
    }

    private static async Task Echo(Socket socket, bool v6)
    {
        var buffer = new byte[64];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveFromAsync(buffer, new IPEndPoint(v6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
                await socket.SendToAsync(buffer.AsMemory(0, received.ReceivedBytes), received.RemoteEndPoint);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The lab is being taken down.
        }
    }
}
