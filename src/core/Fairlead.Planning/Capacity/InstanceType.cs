namespace Fairlead.Planning.Capacity;

/// <summary>What a cloud lets an instance of one type have, and how many pods that makes.</summary>
/// <param name="Name">As the cloud writes it: <c>ecs.g7.xlarge</c>.</param>
/// <param name="Enis">Network interfaces, the primary one among them.</param>
/// <param name="AddressesPerEni">IPv4 addresses of one interface, its primary one among them.</param>
public sealed record InstanceType(string Name, int Enis, int AddressesPerEni)
{
    /// <summary>IPv6 addresses of one interface; as many as of IPv4 for all types that know IPv6.</summary>
    public int Ipv6PerEni { get; init; } = AddressesPerEni;

    /// <summary>Interfaces with the members of a trunk among them.</summary>
    public int TotalEnis { get; init; } = Enis;

    public bool IsTrunkSupported => TotalEnis > Enis;

    public int MemberEnis => TotalEnis - Enis;

    /// <summary>Pods with an ENI each; the primary one stays the node's.</summary>
    public int ExclusivePods => Enis - 1;

    /// <summary>Pods with an address each on secondary ENIs, whose primary addresses are leased like any other.</summary>
    public int SharedPods => (Enis - 1) * AddressesPerEni;
}
