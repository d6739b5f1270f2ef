using Fairlead.Model.Addresses;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Control;

/// <summary>What a lab wants of its VPC. Names may be ids or names, and nobody signs anything: for programs, the cloud has its OpenAPI.</summary>
public abstract record VpcOperation;

/// <summary>A cloud anew; hosts that exist before and after stay plugged in.</summary>
public sealed record Configure(VpcConfiguration Configuration) : VpcOperation;

/// <summary>
/// A host is plugged in: the NIC of its primary ENI appears in the network namespace at the path, and so does every other that the
/// cloud attaches to it as long as it is there.
/// </summary>
public sealed record AttachPort(string Port, string Netns, string InterfaceName) : VpcOperation;

/// <summary>A host is unplugged; all its NICs go. What the cloud says of its ENIs stays.</summary>
public sealed record DetachPort(string Port) : VpcOperation;

/// <param name="NextHop">An ENI, or an instance for its primary one.</param>
public sealed record AddRouteEntry(Cidr Destination, string NextHop) : VpcOperation;

/// <param name="NextHop">Null: whatever it is.</param>
public sealed record RemoveRouteEntry(Cidr Destination, string? NextHop = null) : VpcOperation;

public sealed record SetSourceDestinationCheck(string Interface, bool On) : VpcOperation;

/// <summary>A secondary private address, of either family.</summary>
public sealed record AssignAddress(string Interface, InetAddress Address) : VpcOperation;

public sealed record UnassignAddress(string Interface, InetAddress Address) : VpcOperation;

public sealed record CreateGroup(string Name) : VpcOperation;

public sealed record DeleteGroup(string Group) : VpcOperation;

public sealed record AuthorizeRule(string Group, SecurityGroupRule Rule) : VpcOperation;

public sealed record RevokeRule(string Group, SecurityGroupRule Rule) : VpcOperation;

/// <summary>The ENI is in these groups from now on and in no others; at least one.</summary>
public sealed record SetGroups(string Interface, IReadOnlyList<string> Groups) : VpcOperation;
