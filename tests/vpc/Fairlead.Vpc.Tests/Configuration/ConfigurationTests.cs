using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Tests.Packets;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Fact]
    public void All_mistakes_are_told_at_once_each_with_its_path()
    {
        var plan = FabricWorld.Walkthrough;
        var error = Assert.Throws<ProblemException>(() => ConfigurationReader.Read(
            plan with
            {
                Cidrs = [.. plan.Cidrs, Cidr.Parse("172.16.128.0/17"), Cidr.Parse("10.0.0.1/8")],
                VSwitches = [.. plan.VSwitches, new VSwitchConfiguration("vsw-cluster", Cidr.Parse("172.16.10.128/25")), new VSwitchConfiguration("far", Cidr.Parse("192.168.0.0/24"))],
                Instances =
                [
                    .. plan.Instances,
                    new InstanceConfiguration("legacy-1", "vsw-legcy", InetAddress.Parse("172.16.20.22")) { SecurityGroups = ["wbe"] },
                    new InstanceConfiguration("outsider", "vsw-legacy", InetAddress.Parse("172.16.10.12")) { Mtu = 100 },
                    new InstanceConfiguration("gateway", "vsw-legacy", InetAddress.Parse("172.16.20.253")),
                ],
                SecurityGroups = [new SecurityGroupConfiguration("web", [new SecurityGroupRule(RuleDirection.Ingress, RuleProtocol.Tcp, new PortRange(2, 1), Cidr.Parse("10.0.0.0/8"))])],
                Outside = [.. plan.Outside, new OutsideConfiguration("inside", OutsideKind.Internet, [InetAddress.Parse("172.16.30.1")])],
                Routes = [new RouteConfiguration(Cidr.Parse("10.244.1.0/24"), "nod-1"), new RouteConfiguration(Cidr.Parse("172.16.10.0/25"), "node-1")],
            },
            Worlds.Start));
        string[] expected =
        [
            "cidrs[2]: 172.16.128.0/17 overlaps 172.16.0.0/16 of cidrs[0]",
            "cidrs[3]: 10.0.0.1/8 has host bits; did you mean 10.0.0.0/8?",
            "vSwitches: 2 of the vSwitch entries have the name vsw-cluster",
            "vSwitches[2].cidr: 172.16.10.128/25 overlaps 172.16.10.0/24 of vSwitch vsw-cluster",
            "vSwitches[3].cidr: 192.168.0.0/24 is in none of the VPC's ranges",
            "securityGroups[0].rules[0]: ports 2-1: the first is behind the last",
            "instances: 2 of the host entries have the name legacy-1",
            "instances[3].vSwitch: no vSwitch 'vsw-legcy'; did you mean vsw-legacy",
            "instances[3].securityGroups: no security group 'wbe'; did you mean web",
            "instances[4].address: 172.16.10.12 is node-2's already",
            "instances[4].address: 172.16.10.12 is not in 172.16.20.0/24 of vSwitch vsw-legacy",
            "instances[4].mac: ",
            "instances[4].mtu: 100: an MTU is 1280 to 8500 octets",
            "instances[5].address: 172.16.20.253: the first address and the last three",
            "outside[2].addresses: 172.16.30.1 is inside the VPC's ranges",
            "routes[0].nextHop: no host 'nod-1'; did you mean node-1",
            "routes[1].destination: 172.16.10.0/25 is within the range of vSwitch vsw-cluster",
        ];
        Assert.All(expected, text => Assert.Contains(error.Problems, problem => problem.ToString().StartsWith(text, StringComparison.Ordinal)));
        Assert.Equal(expected.Length, error.Problems.Count);
    }
}
