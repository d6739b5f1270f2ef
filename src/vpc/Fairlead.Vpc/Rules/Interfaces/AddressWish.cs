using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.Rules.Interfaces;

/// <summary>Addresses and prefixes of one family, by name or by number, as the actions that give some ask for them.</summary>
internal sealed record AddressWish(bool V6, IReadOnlyList<string> Names, int? Count, IReadOnlyList<string> Prefixes, int? PrefixCount)
{
    /// <summary>Prefix lengths are the cloud's: /28 and /80.</summary>
    public int PrefixLength => V6 ? 80 : 28;

    public bool IsEmpty => Names.Count == 0 && Prefixes.Count == 0 && Count is null && PrefixCount is null;

    public int Addresses => Names.Count + (Count ?? 0);

    public int Total => Addresses + Prefixes.Count + (PrefixCount ?? 0);

    public static AddressWish V4Of(CreateNetworkInterface call) =>
        new(false, call.PrivateIpAddress, call.SecondaryPrivateIpAddressCount, call.Ipv4Prefix, call.Ipv4PrefixCount);

    public static AddressWish V6Of(CreateNetworkInterface call) =>
        new(true, call.Ipv6Address, call.Ipv6AddressCount, call.Ipv6Prefix, call.Ipv6PrefixCount);

    public static AddressWish Of(AssignPrivateIpAddresses call) =>
        new(false, call.PrivateIpAddress, call.SecondaryPrivateIpAddressCount, call.Ipv4Prefix, call.Ipv4PrefixCount);

    public static AddressWish Of(AssignIpv6Addresses call) =>
        new(true, call.Ipv6Address, call.Ipv6AddressCount, call.Ipv6Prefix, call.Ipv6PrefixCount);
}
