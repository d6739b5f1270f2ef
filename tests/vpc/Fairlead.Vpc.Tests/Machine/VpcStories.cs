using Fairlead.Model.Addresses;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Tests.Packets;
using Fairlead.Vpc.Topology;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Vpc.Tests.Machine;

/// <summary>Random events of a small world, good and bad ones alike.</summary>
internal static class VpcStories
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Hosts = ["node-1", "node-2", "legacy-1", "eni-node-1", "internet", "dns", "nobody"];
    private static readonly string[] Groups = ["default", "sg-default", "web", "db", "nobody"];

    private static readonly Cidr[] Destinations =
    [
        .. new[] { "10.244.1.0/24", "10.244.2.0/24", "10.244.0.0/16", "0.0.0.0/0", "172.16.10.0/24", "172.16.10.128/25", "172.16.0.0/16", "100.64.0.0/10", "100.64.9.0/24", "10.244.1.7/24", "fd44:1::/64", "fd16:0:0:10::/64" }
            .Select(Cidr.Parse),
    ];

    private static readonly InetAddress[] Addresses =
        [.. new[] { "172.16.10.11", "172.16.10.12", "172.16.10.40", "172.16.10.41", "172.16.10.253", "172.16.20.40", "10.0.0.1", "fd16:0:0:10::40", "fd16:0:0:20::40" }.Select(InetAddress.Parse)];

    private static readonly SecurityGroupRule[] Rules =
    [
        new(RuleDirection.Ingress, RuleProtocol.Tcp, new PortRange(80, 80), Cidr.Parse("10.0.0.0/8")),
        new(RuleDirection.Ingress, RuleProtocol.Udp, PortRange.All, null, "web"),
        new(RuleDirection.Egress, RuleProtocol.Icmp, PortRange.All, Cidr.Parse("0.0.0.0/0")),
        new(RuleDirection.Egress, RuleProtocol.All, PortRange.All, null, "nobody"),
        new(RuleDirection.Ingress, RuleProtocol.Tcp, new PortRange(90, 80), Cidr.Parse("10.0.0.0/8")),
        new(RuleDirection.Ingress, RuleProtocol.Icmp, new PortRange(1, 2), Cidr.Parse("10.0.0.0/8")),
        SecurityGroupRule.Everything(RuleDirection.Ingress, false),
    ];

    public static VpcState World { get; } = ConfigurationReader.Read(FabricWorld.Walkthrough, Start);

    public static Gen<List<VpcEvent>> Events() => Event().ListOf(30).Select(events => events.ToList());

    private static Gen<VpcEvent> Event() => Gen.OneOf(
        from host in Gen.Elements(Hosts) select (VpcEvent)new AttachPort(host, $"/proc/1/ns/{host}", "eth0"),
        from host in Gen.Elements(Hosts) select (VpcEvent)new DetachPort(host),
        from destination in Gen.Elements(Destinations) from host in Gen.Elements(Hosts) select (VpcEvent)new AddRouteEntry(destination, host),
        from destination in Gen.Elements(Destinations) from host in Gen.Elements([.. Hosts, null!]) select (VpcEvent)new DeleteRouteEntry(destination, host),
        from host in Gen.Elements(Hosts) from isOn in Gen.Elements(true, false) select (VpcEvent)new SetSourceDestinationCheck(host, isOn),
        from host in Gen.Elements(Hosts) from address in Gen.Elements(Addresses) select (VpcEvent)new AssignAddress(host, address),
        from host in Gen.Elements(Hosts) from address in Gen.Elements(Addresses) select (VpcEvent)new UnassignAddress(host, address),
        from name in Gen.Elements("web", "db") select (VpcEvent)new CreateSecurityGroup(name),
        from name in Gen.Elements(Groups) select (VpcEvent)new DeleteSecurityGroup(name),
        from name in Gen.Elements(Groups) from rule in Gen.Elements(Rules) select (VpcEvent)new AuthorizeSecurityGroup(name, rule),
        from name in Gen.Elements(Groups) from rule in Gen.Elements(Rules) select (VpcEvent)new RevokeSecurityGroup(name, rule),
        from host in Gen.Elements(Hosts) from names in Gen.Elements(Groups).ListOf() select (VpcEvent)new SetSecurityGroups(host, names.ToList()));
}
