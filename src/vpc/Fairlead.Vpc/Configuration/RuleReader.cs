using Fairlead.Vpc.Topology;
using Fairlead.Yaml;

namespace Fairlead.Vpc.Configuration;

/// <summary>A rule of a security group as people write it.</summary>
public static class RuleReader
{
    public static SecurityGroupRule Read(YamlValue yaml)
    {
        yaml.Allow("direction", "protocol", "ports", "peer", "peerGroup", "policy", "priority");
        var direction = yaml["direction"].Choice(("ingress", RuleDirection.Ingress), ("egress", RuleDirection.Egress)) ?? RuleDirection.Ingress;
        var protocol = yaml["protocol"].Choice(
            ("all", RuleProtocol.All), ("icmp", RuleProtocol.Icmp), ("icmp6", RuleProtocol.Icmp6), ("tcp", RuleProtocol.Tcp),
            ("udp", RuleProtocol.Udp), ("sctp", RuleProtocol.Sctp), ("gre", RuleProtocol.Gre)) ?? RuleProtocol.All;
        return new SecurityGroupRule(direction, protocol, Ports(yaml["ports"]), yaml["peer"].Range(), yaml["peerGroup"].Text())
        {
            Policy = yaml["policy"].Choice(("accept", RulePolicy.Accept), ("drop", RulePolicy.Drop)) ?? RulePolicy.Accept,
            Priority = yaml["priority"].Number(1),
        };
    }

    private static PortRange Ports(YamlValue yaml)
    {
        if (!yaml.IsPresent)
        {
            return PortRange.All;
        }

        var ends = (yaml.Text() ?? "").Split('-');
        if (ushort.TryParse(ends[0], out var first) && ushort.TryParse(ends[^1], out var last) && ends.Length <= 2 && first <= last)
        {
            return new PortRange(first, last);
        }

        yaml.Say($"'{yaml.Text()}' is no port and no range; write 8080 or 8000-8099");
        return PortRange.All;
    }
}
