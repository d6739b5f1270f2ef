using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Configuration;

/// <summary>From what a person said to a state that holds together, or to everything that is wrong with it.</summary>
public static class ConfigurationReader
{
    /// <summary>Name of the group of instances that name none.</summary>
    public const string DefaultGroup = "default";

    /// <exception cref="ProblemException">With all problems there are; nothing was made.</exception>
    public static VpcState Read(VpcConfiguration configuration, DateTimeOffset now, string source = "VPC")
    {
        var problems = ConfigurationChecks.Find(configuration);
        return problems.Count > 0 ? throw new ProblemException(source, problems) : Build(configuration, now);
    }

    /// <summary>Ids are made of names, so that two runs of one topology print alike.</summary>
    public static string InterfaceId(string instance) => $"eni-{instance}";

    /// <summary>
    /// 00:16:3e is what the cloud's NICs begin with; the rest is the address, its first octet folded into the second: 10.16.0.5 and
    /// 172.16.0.5 stand in one VPC often enough.
    /// </summary>
    public static MacAddress DefaultMac(InetAddress address) =>
        new(0x00163e_000000UL | ((ulong)(address.Bits ^ ((address.Bits >> 24) << 16)) & 0xffffff));

    private static VpcState Build(VpcConfiguration configuration, DateTimeOffset now)
    {
        var groups = configuration.SecurityGroups.Select(group => new SecurityGroup($"sg-{group.Name}", group.Name, [.. group.Rules.Select(Named)])).ToList();
        if (configuration.SecurityGroups.All(group => group.Name != DefaultGroup))
        {
            groups.Add(SecurityGroup.AllowAll($"sg-{DefaultGroup}", DefaultGroup));
        }

        return new VpcState
        {
            Cidrs = [.. configuration.Cidrs],
            VSwitches = configuration.VSwitches.Select(vSwitch => new VSwitch($"vsw-{vSwitch.Name.Replace("vsw-", "")}", vSwitch.Name, vSwitch.Cidr, vSwitch.Cidr6))
                .ToImmutableSortedDictionary(vSwitch => vSwitch.Id, vSwitch => vSwitch),
            Instances = configuration.Instances.Select(instance => new Instance($"i-{instance.Name}", instance.Name, instance.Type, InterfaceId(instance.Name)))
                .ToImmutableSortedDictionary(instance => instance.Id, instance => instance),
            Interfaces = configuration.Instances.Select(Interface).ToImmutableSortedDictionary(eni => eni.Id, eni => eni),
            SecurityGroups = groups.ToImmutableSortedDictionary(group => group.Id, group => group),
            Outside = configuration.Outside.Select(Outside).ToImmutableSortedDictionary(host => host.Id, host => host),
            Routes = [.. configuration.Routes.Select(route => new RouteEntry(route.Destination, InterfaceId(route.NextHop), now)).OrderBy(route => route.Destination)],
            NatGateway = configuration.NatGateway,
        };
    }

    private static SecurityGroupRule Named(SecurityGroupRule rule) => rule.PeerGroup is { } group ? rule with { PeerGroup = $"sg-{group}" } : rule;

    private static NetworkInterface Interface(InstanceConfiguration instance) => new()
    {
        Id = InterfaceId(instance.Name),
        Instance = $"i-{instance.Name}",
        VSwitch = $"vsw-{instance.VSwitch.Replace("vsw-", "")}",
        Mac = instance.Mac ?? DefaultMac(instance.Address),
        Addresses = instance.Address6 is { } address6 ? [instance.Address, address6] : [instance.Address],
        SecurityGroups = instance.SecurityGroups.Count == 0 ? [$"sg-{DefaultGroup}"] : [.. instance.SecurityGroups.Select(group => $"sg-{group}")],
        SourceDestinationCheck = instance.SourceDestinationCheck,
        Mtu = instance.Mtu,
        PublicAddress = instance.PublicAddress,
    };

    private static OutsideHost Outside(OutsideConfiguration host) =>
        new($"out-{host.Name}", host.Name, host.Kind, [.. host.Addresses], DefaultMac(host.Addresses[0]), host.Mtu);
}
