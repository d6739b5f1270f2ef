using Fairlead.Model.Addresses;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Machine;

/// <summary>Something that somebody wants of the VPC. Names may be ids or names.</summary>
public abstract record VpcEvent;

/// <summary>Everything anew; ports that exist before and after stay plugged in.</summary>
public sealed record Configure(VpcConfiguration Configuration) : VpcEvent;

/// <summary>A port is plugged into a host: its NIC appears in the network namespace at the path.</summary>
public sealed record AttachPort(string Port, string Netns, string InterfaceName) : VpcEvent;

public sealed record DetachPort(string Port) : VpcEvent;

/// <param name="NextHop">An ENI, or an instance for its primary one.</param>
public sealed record AddRouteEntry(Cidr Destination, string NextHop) : VpcEvent;

/// <param name="NextHop">Null: whatever it is.</param>
public sealed record DeleteRouteEntry(Cidr Destination, string? NextHop = null) : VpcEvent;

public sealed record SetSourceDestinationCheck(string Interface, bool On) : VpcEvent;

/// <summary>A secondary private address, of either family.</summary>
public sealed record AssignAddress(string Interface, InetAddress Address) : VpcEvent;

public sealed record UnassignAddress(string Interface, InetAddress Address) : VpcEvent;

public sealed record CreateSecurityGroup(string Name) : VpcEvent;

public sealed record DeleteSecurityGroup(string Group) : VpcEvent;

public sealed record AuthorizeSecurityGroup(string Group, SecurityGroupRule Rule) : VpcEvent;

public sealed record RevokeSecurityGroup(string Group, SecurityGroupRule Rule) : VpcEvent;

/// <summary>The ENI is in these groups from now on and in no others; at least one.</summary>
public sealed record SetSecurityGroups(string Interface, IReadOnlyList<string> Groups) : VpcEvent;
