using Fairlead.Model.Addresses;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Tests.Packets;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Decisions;

/// <summary>What a person reads of a decision: the first thing that stops a packet, and what would let it through.</summary>
public sealed class DecisionTexts
{
    [Theory]
    [InlineData("legacy-1", "172.16.20.21", "10.244.1.7", "the VPC's route table has no entry for 10.244.1.7", "add a route entry")]
    [InlineData("legacy-1", "172.16.20.21", "10.244.2.7", "the route entry for 10.244.2.0/24 leads to node-2, which is not there", "start node-2")]
    [InlineData("legacy-1", "10.9.9.9", "172.16.10.11", "10.9.9.9 is not an address of eni-legacy-1", "switch the source/destination check of eni-legacy-1 off")]
    [InlineData("node-1", "10.244.3.7", "100.100.2.136", "dns answers addresses of vSwitches only", "masquerade")]
    [InlineData("node-1", "10.244.3.7", "203.0.113.10", "10.244.3.7 has no public address", "masquerade")]
    [InlineData("node-1", "172.16.10.11", "172.16.10.12", "no host that is there has 172.16.10.12", "")]
    [InlineData("node-1", "172.16.10.11", "172.16.20.21", "delivered to legacy-1 by route 172.16.20.21/32", "")]
    [InlineData("node-2", "172.16.10.12", "172.16.20.21", "node-2 is not plugged in", "attach node-2")]
    public void Say_what_stops_a_packet_and_what_helps(string port, string source, string destination, string because, string remedy)
    {
        var state = Worlds.Of(["node-1", "legacy-1", "internet", "dns"], ("10.244.2.0/24", "node-2"));
        var decision = FabricJudge.Decide(state, new FabricPacket(port, InetAddress.Parse(source), InetAddress.Parse(destination), RuleProtocol.Tcp) { DestinationPort = 8080 });
        Assert.Contains(because, decision.Because);
        Assert.Contains(remedy, decision.Remedy);
        Assert.Equal(because.StartsWith("delivered"), decision.IsDelivered);
    }
}
