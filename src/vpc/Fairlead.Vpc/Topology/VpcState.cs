using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Topology;

/// <summary>Everything that is true of one VPC at one moment. Immutable: a reader's snapshot never changes under it.</summary>
public sealed record VpcState
{
    /// <summary>The fabric's MAC address, on every link and in every answer.</summary>
    public static readonly MacAddress FabricMac = MacAddress.Parse("ee:ff:ff:ff:ff:ff");

    /// <summary>System route of every VPC for services of the cloud.</summary>
    public static readonly Cidr ServiceRange = Cidr.Parse("100.64.0.0/10");

    public static VpcState Empty { get; } = new();

    /// <summary>The VPC's ranges: primary, secondary and IPv6.</summary>
    public ImmutableArray<Cidr> Cidrs { get; init; } = [];

    public ImmutableSortedDictionary<string, VSwitch> VSwitches { get; init; } = ImmutableSortedDictionary<string, VSwitch>.Empty;

    public ImmutableSortedDictionary<string, Instance> Instances { get; init; } = ImmutableSortedDictionary<string, Instance>.Empty;

    public ImmutableSortedDictionary<string, NetworkInterface> Interfaces { get; init; } = ImmutableSortedDictionary<string, NetworkInterface>.Empty;

    public ImmutableSortedDictionary<string, SecurityGroup> SecurityGroups { get; init; } = ImmutableSortedDictionary<string, SecurityGroup>.Empty;

    public ImmutableSortedDictionary<string, OutsideHost> Outside { get; init; } = ImmutableSortedDictionary<string, OutsideHost>.Empty;

    /// <summary>Custom entries in the order of their destinations; what the system routes is not among them.</summary>
    public ImmutableArray<RouteEntry> Routes { get; init; } = [];

    /// <summary>Public address of the NAT gateway, which serves addresses of vSwitches that have no EIP; null for no gateway.</summary>
    public InetAddress? NatGateway { get; init; }

    /// <summary>Addresses at which the cloud itself answers in this process: the metadata service and the OpenAPI.</summary>
    public ImmutableArray<InetAddress> Hosted { get; init; } = [];

    /// <summary>By id of the port.</summary>
    public ImmutableSortedDictionary<string, PortAttachment> Attachments { get; init; } = ImmutableSortedDictionary<string, PortAttachment>.Empty;

    /// <summary>All that can be plugged in, plugged or not.</summary>
    [JsonIgnore]
    public IEnumerable<Port> Ports =>
        Interfaces.Values.Select(eni => new Port(eni.Id, Instances[eni.Instance].Name, eni.Mac, eni.Mtu, eni.Addresses, eni.Prefixes))
            .Concat(Outside.Values.Select(host => new Port(host.Id, host.Name, host.Mac, host.Mtu, host.Addresses, [])));

    public bool IsAttached(string port) => Attachments.ContainsKey(port);

    public bool IsInVSwitch(InetAddress address) => VSwitches.Values.Any(vSwitch => vSwitch.Contains(address));

    /// <summary>The ENI that an id or name means: its own id, or that of an instance for its primary one.</summary>
    public NetworkInterface? FindInterface(string name) =>
        Interfaces.GetValueOrDefault(name) ?? (FindInstance(name) is { } instance ? Interfaces.GetValueOrDefault(instance.PrimaryInterface) : null);

    public Instance? FindInstance(string name) =>
        Instances.GetValueOrDefault(name) ?? Instances.Values.FirstOrDefault(instance => instance.Name == name);

    public SecurityGroup? FindSecurityGroup(string name) =>
        SecurityGroups.GetValueOrDefault(name) ?? SecurityGroups.Values.FirstOrDefault(group => group.Name == name);

    /// <summary>The port of an ENI, an instance or an outside host, by id or name.</summary>
    public Port? FindPort(string name)
    {
        var id = FindInterface(name)?.Id
            ?? Outside.Values.FirstOrDefault(host => host.Id == name || host.Name == name)?.Id;
        return id is null ? null : Ports.First(port => port.Id == id);
    }
}
