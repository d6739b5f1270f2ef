using System.Net;
using System.Net.Sockets;
using Fairlead.Lab.Kubelets;
using Fairlead.Lab.Probes;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Tests.Kubelets;

/// <summary>What a pod runs that has no command of its own.</summary>
public sealed class PodListenerTests
{
    [Fact]
    public void One_that_could_not_listen_leaves_the_ports_to_the_next()
    {
        using var netns = TestNetns.WithLoopback();
        using (var squatter = Probe.Open(netns, v6: true, SocketType.Stream))
        {
            squatter.Bind(new IPEndPoint(IPAddress.IPv6Any, PodListener.Port));
            squatter.Listen();
            Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(() => new PodListener("pod-a", netns)).SocketErrorCode);
        }

        using var listener = new PodListener("pod-a", netns);
        Assert.True(Probe.Ask(netns, InetAddress.Parse("127.0.0.1"), PodListener.Port, TimeSpan.FromSeconds(5)).IsUntranslated);
        Assert.True(Probe.Ask(netns, InetAddress.Parse("::1"), PodListener.Port, TimeSpan.FromSeconds(5)).IsUntranslated);
    }
}
