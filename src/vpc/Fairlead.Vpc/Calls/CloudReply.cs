using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Calls;

/// <summary>What an action says when it succeeds.</summary>
public abstract record CloudReply;

/// <summary>Nothing but that it is done.</summary>
public sealed record DoneReply : CloudReply
{
    public static DoneReply Instance { get; } = new();
}

/// <summary>The id of what was made.</summary>
public sealed record CreatedReply(string Id) : CloudReply;

/// <summary>Of RunInstances.</summary>
public sealed record InstancesStartedReply(IReadOnlyList<string> Ids) : CloudReply;

/// <param name="Members">Of a trunk ENI: the members on it.</param>
public sealed record InterfaceReply(NetworkInterface Interface, IReadOnlyList<string> Members) : CloudReply;

/// <summary>What an ENI was given.</summary>
public sealed record AssignedReply(string Interface, IReadOnlyList<InetAddress> Addresses, IReadOnlyList<Cidr> Prefixes) : CloudReply;

/// <summary>Part of a list.</summary>
/// <param name="Total">Entries of the whole list.</param>
/// <param name="Number">From 1; 0 where the list was asked for by token.</param>
/// <param name="NextToken">Null at the end of the list.</param>
public sealed record PageReply<T>(IReadOnlyList<T> Items, int Total, int Number, int Size, string? NextToken) : CloudReply;

public sealed record SecurityGroupReply(SecurityGroup Group, string Region, IReadOnlyList<SecurityGroupRule> Rules) : CloudReply;

/// <summary>An instance with its primary ENI first, then the others in the order of attachment.</summary>
public sealed record InstanceView(Instance Instance, string Region, IReadOnlyList<NetworkInterface> Interfaces);

public sealed record InstanceReply(InstanceView View) : CloudReply;

/// <param name="FreeAddresses">IPv4 addresses that can still be given.</param>
public sealed record VSwitchView(VSwitch VSwitch, int FreeAddresses);

public sealed record VpcView(VirtualNetwork Network, IReadOnlyList<string> VSwitches, IReadOnlyList<string> RouteTables);

/// <summary>A custom entry, or one of the system's, which has no next hop.</summary>
/// <param name="NextHop">Id of an instance or ENI; empty for the system's.</param>
/// <param name="NextHopType"><c>Instance</c>, <c>NetworkInterface</c>, <c>local</c>, <c>service</c>.</param>
/// <param name="Type"><c>Custom</c> or <c>System</c>.</param>
public sealed record RouteEntryView(string Id, string Table, Cidr Destination, string NextHop, string NextHopType, string Type, string Name, string Description, string Status);

public sealed record RouteTableView(VirtualNetwork Network, string Id, IReadOnlyList<string> VSwitches);
