using System.Net;
using System.Net.Sockets;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;

namespace Fairlead.Agent.Tests.Drift;

/// <summary>Somebody empties nftables while a pod floods in another's name.</summary>
public sealed class FlushTests : IDisposable
{
    private const string Forged = "10.244.1.254";

    private readonly DamagedNode _lab = new();
    private volatile bool _stop;

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void None_of_the_forged_packets_gets_through_while_the_agent_runs()
    {
        var before = _lab.Text();
        Run.In(_lab.Pod.Netns, $"ip address add {Forged}/32 dev lo").Succeeded();
        using var receiver = Probe.Open(_lab.Node.Outside, AddressFamily.InterNetwork, SocketType.Dgram);
        receiver.Bind(new IPEndPoint(IPAddress.Any, 7000));
        receiver.ReceiveTimeout = 500;
        var flood = new Thread(Flood) { IsBackground = true };
        flood.Start();
        for (var i = 0; i < 5; i++)
        {
            foreach (var command in new[] { "nft flush ruleset", "nft delete table inet fairlead", "nft flush chain inet fairlead guard", "nft flush map inet fairlead pods4" })
            {
                // This kernel lets nobody but its owner touch the table; an older one would, and then it is put back.
                _ = Run.In(_lab.Node.Node, command);
            }
        }

        _stop = true;
        flood.Join();
        var (honest, forged) = Count(receiver);
        TestContext.Current.TestOutputHelper?.WriteLine($"{honest} packets with the pod's own address arrived, {forged} forged ones");
        Assert.True(honest > 0);
        Assert.Equal(0, forged);
        Run.In(_lab.Pod.Netns, $"ip address delete {Forged}/32 dev lo").Succeeded();
        Assert.True(_lab.Node.WaitFor(() => _lab.Text().SequenceEqual(before)));
    }

    private void Flood()
    {
        using var own = Probe.Open(_lab.Pod.Netns, AddressFamily.InterNetwork, SocketType.Dgram);
        using var forged = Probe.Open(_lab.Pod.Netns, AddressFamily.InterNetwork, SocketType.Dgram);
        own.Bind(new IPEndPoint(IPAddress.Parse(_lab.Answer.V4), 0));
        forged.Bind(new IPEndPoint(IPAddress.Parse(Forged), 0));
        var target = new IPEndPoint(IPAddress.Parse("172.16.10.2"), 7000);
        for (var i = 0; !_stop; i++)
        {
            forged.SendTo("x"u8, target);
            if (i % 1000 == 0)
            {
                own.SendTo("x"u8, target);
            }
        }

        own.SendTo("x"u8, target);
    }

    private static (int Honest, int Forged) Count(Socket receiver)
    {
        var (honest, forged) = (0, 0);
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                receiver.ReceiveFrom(new byte[16], ref from);
                _ = ((IPEndPoint)from).Address.ToString() == Forged ? forged++ : honest++;
            }
        }
        catch (SocketException)
        {
            return (honest, forged);
        }
    }
}
