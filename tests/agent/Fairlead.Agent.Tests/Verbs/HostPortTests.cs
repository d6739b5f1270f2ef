using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Agent.Tests.Verbs;

/// <summary>The capability portMappings, as far as it takes an agent; how packets go is tested with the datapath.</summary>
public sealed class HostPortTests : IDisposable
{
    private readonly TestNode _node = new TestNode().Started();

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_taken_port_is_an_error_that_names_its_holder()
    {
        var holder = CniCall.Of("ADD", _node.NewPod("holder")) with { Arguments = "K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web-0" };
        _node.Plugin(holder.WithPorts(("tcp", 8080, 80))).Succeeded();
        var second = _node.NewPod("second");
        var refusal = _node.Plugin(CniCall.Of("ADD", second).WithPorts(("udp", 53, 53), ("tcp", 8080, 81))).Failed(103);
        Assert.Contains("8080/tcp", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("shop/web-0", refusal.Message, StringComparison.Ordinal);
        Assert.False(NodeWorld.HasLink(second.Netns, "eth0"));
        _node.Tables.AssertNoneLost();
        _node.Plugin(CniCall.Of("ADD", second).WithPorts(("udp", 8080, 80))).Succeeded();
        _node.Plugin(holder with { Command = "DEL" }).Succeeded();
        _node.Plugin(CniCall.Of("ADD", _node.NewPod("third")).WithPorts(("tcp", 8080, 80))).Succeeded();
    }

    [Fact]
    public void Datagrams_of_a_flow_from_before_reach_the_pod_that_has_come_and_never_one_that_has_gone()
    {
        using var client = Probe.Open(_node.Outside, AddressFamily.InterNetwork, SocketType.Dgram);
        client.Bind(new IPEndPoint(IPAddress.Parse("172.16.10.2"), 40000));
        // So that the node tracks the flow, to itself, from before there is a pod.
        _node.Plugin(CniCall.Of("ADD", _node.NewPod("other")).WithPorts(("udp", 9999, 9999))).Succeeded();
        client.SendTo("to nobody"u8, new IPEndPoint(IPAddress.Parse("172.16.10.1"), 5353));
        var one = _node.NewPod("one");
        _node.Plugin(CniCall.Of("ADD", one).WithPorts(("udp", 5353, 53))).Succeeded();
        Reaches(client, one.Netns, 53);
        _node.Plugin(CniCall.Of("DEL", one)).Succeeded();
        client.SendTo("to nobody"u8, new IPEndPoint(IPAddress.Parse("172.16.10.1"), 5353));
        var two = _node.NewPod("two");
        _node.Plugin(CniCall.Of("ADD", two).WithPorts(("udp", 5353, 54))).Succeeded();
        Reaches(client, two.Netns, 54);
    }

    [Fact]
    public void From_a_pod_of_another_node_by_address_and_by_hostIP()
    {
        Run.In(_node.Outside, "ip address add 10.244.2.5/32 dev lo").Succeeded();
        var pod = _node.NewPod("one");
        _node.Plugin(CniCall.Of("ADD", pod).With("runtimeConfig", new JsonObject
        {
            ["portMappings"] = new JsonArray(
                new JsonObject { ["hostPort"] = 8080, ["containerPort"] = 80, ["protocol"] = "udp", ["hostIP"] = "172.16.10.1" },
                new JsonObject { ["hostPort"] = 8081, ["containerPort"] = 81, ["protocol"] = "udp", ["hostIP"] = "127.0.0.1" }),
        })).Succeeded();
        Assert.Equal("10.244.2.5", Probe.Udp(_node.Outside, pod.Netns, "172.16.10.1", 8080, 80, from: "10.244.2.5"));
        Assert.Null(Probe.Udp(_node.Outside, pod.Netns, "172.16.10.1", 8081, 81, from: "10.244.2.5", expectSilence: true));
    }

    [Theory]
    [InlineData("172.16.10.1")]
    [InlineData("fd16::1")]
    public void SCTP_where_the_kernel_has_it(string node)
    {
        const ProtocolType sctp = (ProtocolType)132;
        var target = IPAddress.Parse(node);
        var pod = _node.NewPod("one");
        _node.Plugin(CniCall.Of("ADD", pod).WithPorts(("sctp", 8080, 80))).Succeeded();
        Socket listener;
        try
        {
            listener = pod.Netns.Inside(() => new Socket(target.AddressFamily, SocketType.Stream, sctp));
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.ProtocolNotSupported or SocketError.AddressFamilyNotSupported)
        {
            Assert.Skip("this kernel has no SCTP; the rule was written");
            throw;
        }

        using (listener)
        using (var client = _node.Outside.Inside(() => new Socket(target.AddressFamily, SocketType.Stream, sctp)))
        {
            listener.Bind(new IPEndPoint(target.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 80));
            listener.Listen();
            Assert.True(Connects(client, target, 8080));
        }
    }

    [Fact]
    public void Ports_that_are_no_ports_are_all_named()
    {
        var refusal = _node.Plugin(CniCall.Of("ADD", _node.NewPod("one")).WithPorts(("tcp", 70000, 80), ("quic", 8080, 80))).Failed(7);
        Assert.Contains("portMappings[0].hostPort", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("portMappings[1].protocol", refusal.Message, StringComparison.Ordinal);
    }

    private static bool Connects(Socket client, IPAddress target, int port) => client.ConnectAsync(target, port).Wait(TestNode.Patience);

    // The conntrack entries are flushed off the path of ADD: within a moment.
    private void Reaches(Socket client, NetworkNamespace pod, int port)
    {
        using var receiver = Probe.Open(pod, AddressFamily.InterNetwork, SocketType.Dgram);
        receiver.Bind(new IPEndPoint(IPAddress.Any, port));
        receiver.ReceiveTimeout = 50;
        Assert.True(_node.WaitFor(() =>
        {
            client.SendTo("hello"u8, new IPEndPoint(IPAddress.Parse("172.16.10.1"), 5353));
            try
            {
                return receiver.Receive(new byte[16]) > 0;
            }
            catch (SocketException)
            {
                return false;
            }
        }));
    }
}
