namespace Fairlead.Vpc.Decisions;

/// <summary>Why the fabric drops a packet. The numbers are those of its counters and log prefixes and keep their meaning.</summary>
public enum DropReason
{
    None = 0,

    /// <summary>Broadcast or multicast: a vSwitch is no layer-2 segment.</summary>
    Broadcast = 1,

    /// <summary>The frame's source MAC is not the ENI's.</summary>
    SpoofedMac = 2,

    /// <summary>The source is not an address of the ENI, and its source/destination check is on.</summary>
    SpoofedSource = 3,

    /// <summary>An address of a vSwitch that nobody has, or whose host is not there.</summary>
    UnassignedAddress = 4,

    /// <summary>No entry of the route table leads there.</summary>
    NoRoute = 5,

    /// <summary>An entry leads to an ENI whose source/destination check is on.</summary>
    DestinationCheck = 6,

    /// <summary>Too long for the next wire, and not to be fragmented.</summary>
    TooBig = 7,

    /// <summary>A cloud service answers addresses of vSwitches only.</summary>
    ServiceSource = 8,

    /// <summary>To the internet from an address that has no public one.</summary>
    NoPublicAddress = 9,

    /// <summary>From the internet to a private address.</summary>
    PrivateDestination = 10,

    /// <summary>No egress rule of the sender's security groups.</summary>
    EgressRule = 11,

    /// <summary>No ingress rule of the receiver's security groups.</summary>
    IngressRule = 12,

    /// <summary>The port it should come from is not plugged in.</summary>
    NotAttached = 13,
}
