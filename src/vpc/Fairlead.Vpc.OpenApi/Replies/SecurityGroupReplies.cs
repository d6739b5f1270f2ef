using System.Globalization;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>Answers about security groups.</summary>
internal static class SecurityGroupReplies
{
    public static void Created(ReplyWriter w, CloudCall call, CloudReply reply) => w.Text("SecurityGroupId"u8, ((CreatedReply)reply).Id);

    public static void All(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var page = (PageReply<SecurityGroup>)reply;
        PageReplies.Fields(w, page);
        w.Text("RegionId"u8, call.RegionId);
        w.OpenList("SecurityGroups"u8, "SecurityGroup"u8);
        foreach (var group in page.Items)
        {
            w.OpenItem("SecurityGroup"u8);
            Group(w, group);
            w.CloseItem("SecurityGroup"u8);
        }

        w.CloseList("SecurityGroups"u8);
    }

    public static void One(ReplyWriter w, CloudCall call, CloudReply reply)
    {
        var (group, region, rules) = (SecurityGroupReply)reply;
        w.Text("SecurityGroupId"u8, group.Id);
        w.Text("SecurityGroupName"u8, group.Name);
        w.Text("Description"u8, group.Description);
        w.Text("RegionId"u8, region);
        w.Text("VpcId"u8, group.Vpc);
        w.Text("InnerAccessPolicy"u8, group.IsBasic ? "Accept" : "Drop");
        w.OpenList("Permissions"u8, "Permission"u8);
        foreach (var rule in rules)
        {
            w.OpenItem("Permission"u8);
            Rule(w, rule);
            w.CloseItem("Permission"u8);
        }

        w.CloseList("Permissions"u8);
    }

    private static void Group(ReplyWriter w, SecurityGroup group)
    {
        w.Text("SecurityGroupId"u8, group.Id);
        w.Text("SecurityGroupName"u8, group.Name);
        w.Text("Description"u8, group.Description);
        w.Text("SecurityGroupType"u8, "normal");
        w.Text("VpcId"u8, group.Vpc);
        w.Text("ResourceGroupId"u8, group.ResourceGroup);
        w.Flag("ServiceManaged"u8, false);
        w.Number("RuleCount"u8, group.Rules.Length);
        w.Moment("CreationTime"u8, group.Created);
        InterfaceReplies.Tags(w, group.Tags);
    }

    private static void Rule(ReplyWriter w, SecurityGroupRule rule)
    {
        var ingress = rule.Direction == RuleDirection.Ingress;
        w.Text("Direction"u8, ingress ? "ingress" : "egress");
        w.Text("IpProtocol"u8, Protocol(rule.Protocol));
        w.Text("PortRange"u8, Ports(rule));
        w.Text("SecurityGroupRuleId"u8, rule.Id);
        w.Text("Description"u8, rule.Description);
        w.Text("Policy"u8, rule.Policy == RulePolicy.Drop ? "Drop" : "Accept");
        w.Text("Priority"u8, rule.Priority.ToString(CultureInfo.InvariantCulture));
        w.Text("NicType"u8, "intranet");
        w.Moment("CreateTime"u8, rule.Created);
        var range = rule.Peer?.ToString();
        w.Text("SourceCidrIp"u8, ingress && rule.Peer is { IsV6: false } ? range : "");
        w.Text("Ipv6SourceCidrIp"u8, ingress && rule.Peer is { IsV6: true } ? range : "");
        w.Text("SourceGroupId"u8, ingress ? rule.PeerGroup : "");
        w.Text("DestCidrIp"u8, !ingress && rule.Peer is { IsV6: false } ? range : "");
        w.Text("Ipv6DestCidrIp"u8, !ingress && rule.Peer is { IsV6: true } ? range : "");
        w.Text("DestGroupId"u8, ingress ? "" : rule.PeerGroup);
    }

    private static string Protocol(RuleProtocol protocol) => protocol switch
    {
        RuleProtocol.Tcp => "TCP",
        RuleProtocol.Udp => "UDP",
        RuleProtocol.Icmp => "ICMP",
        RuleProtocol.Icmp6 => "ICMPv6",
        RuleProtocol.Gre => "GRE",
        RuleProtocol.Sctp => "SCTP",
        _ => "ALL",
    };

    private static string Ports(SecurityGroupRule rule) =>
        !rule.HasPorts ? "-1/-1" : rule.Ports.IsAll ? "1/65535" : $"{rule.Ports.First}/{rule.Ports.Last}";
}
