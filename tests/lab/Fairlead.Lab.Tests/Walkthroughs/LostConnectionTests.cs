using System.Net.Sockets;
using Fairlead.Lab.Hosts;
using Fairlead.Lab.Probes;
using Fairlead.Lab.Supervision;
using Fairlead.Lab.Walkthrough;
using Fairlead.Lab.Walkthrough.Steps;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Tests.Walkthroughs;

/// <summary>Connections that do not come about: what the kernel said of them is what the walkthrough hears, and tries again.</summary>
public sealed class LostConnectionTests
{
    private const ushort Port = 9000;

    private static readonly InetAddress Here = InetAddress.Parse("127.0.0.1");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public void What_refuses_is_told_as_the_kernel_told_it()
    {
        using var netns = TestNetns.WithLoopback();
        using var socket = Probe.Open(netns, v6: false, SocketType.Stream);
        var refused = Assert.Throws<SocketException>(() => Probe.Dial(socket, Here, Port, Patience));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.Equal(ProbeVerdict.Refused, Probe.Connect(netns, Here, Port, Patience).Verdict);
    }

    [Fact]
    public void Whom_nobody_answers_is_told_so_in_time()
    {
        using var netns = TestNetns.WithLoopback();
        using var listener = Probe.Listen(netns, v6: false, Port);
        // Two wait already, which is one more than it lets: what else comes is not answered.
        listener.Listen(1);
        List<Socket> waiting = [.. Enumerable.Range(0, 3).Select(_ => Probe.Open(netns, v6: false, SocketType.Stream))];
        Assert.False(waiting.TrueForAll(socket => Probe.Dial(socket, Here, Port, TimeSpan.FromMilliseconds(300))));
        waiting.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public void A_connection_that_is_to_stay_is_opened_once_there_is_a_way()
    {
        using var netns = TestNetns.Bare();
        var unreachable = Assert.Throws<SocketException>(() => Open(netns));
        Assert.Equal(SocketError.NetworkUnreachable, unreachable.SocketErrorCode);

        var attempts = 0;
        using var connection = new Insistence(Patience).Ask(() =>
        {
            if (attempts++ == 2)
            {
                HostNetwork.Prepare(netns);
            }

            return Open(netns);
        });
        Assert.Equal(3, attempts);
        Assert.True(connection.IsAlive());
    }

    [Fact]
    public void A_pod_without_an_address_is_named_and_asked_nothing()
    {
        using var netns = TestNetns.Bare();
        var pending = new PodStatus("shared-1", "node-3", 0, "", [], new Dictionary<string, string>(), new Dictionary<string, string>(), []);
        Assert.Equal(["shared-1 has no IPv4 address"], DensityStep.Silent(netns, [pending], Here));
        Assert.Equal("shared-1 has no IPv6 address", Assert.Throws<LabException>(() => World.Of("shared-1", [Here], v6: true)).Message);
        Assert.Equal(Here, World.Of("shared-1", [InetAddress.Parse("::1"), Here], v6: false));
    }

    private static OpenConnection Open(NetworkNamespace netns) => new(netns, netns, Here, Port);
}
