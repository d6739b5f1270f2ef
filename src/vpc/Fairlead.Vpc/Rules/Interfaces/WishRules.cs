using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.Rules.Interfaces;

/// <summary>What the parameters of a wish for addresses may be, before anybody looks at the vSwitch.</summary>
internal static class WishRules
{
    // "Valid values of N: 1 to 10" and "Valid values: 1 to 10", of all prefixes and of IPv6 addresses.
    private const int MostPrefixes = 10;
    private const int MostAddresses6 = 10;

    // SecondaryPrivateIpAddressCount of CreateNetworkInterface is 1 to 49.
    private const int MostAddresses4 = 49;

    public static CloudError? Fault(AddressWish wish, bool isAssign)
    {
        var family = wish.V6 ? "Ipv6" : "Ipv4";
        var (names, count) = wish.V6 ? ("Ipv6Address.N", "Ipv6AddressCount") : ("PrivateIpAddress.N", "SecondaryPrivateIpAddressCount");
        if (isAssign && wish.IsEmpty)
        {
            return CloudErrors.Missing(names);
        }

        return Either(wish.Names.Count, names, wish.Count, count)
            ?? Either(wish.Prefixes.Count, $"{family}Prefix.N", wish.PrefixCount, $"{family}PrefixCount")
            ?? Mixed(wish, names, $"{family}Prefix.N")
            ?? InRange(count, wish.Count, wish.V6 ? MostAddresses6 : MostAddresses4)
            ?? InRange(names, wish.Names.Count == 0 ? null : wish.Names.Count, wish.V6 ? MostAddresses6 : MostAddresses4)
            ?? InRange($"{family}PrefixCount", wish.PrefixCount, MostPrefixes)
            ?? InRange($"{family}Prefix.N", wish.Prefixes.Count == 0 ? null : wish.Prefixes.Count, MostPrefixes);
    }

    public static CloudError? Fault(bool v6, IReadOnlyList<string> names, IReadOnlyList<string> prefixes)
    {
        var (name, prefix) = v6 ? ("Ipv6Address.N", "Ipv6Prefix.N") : ("PrivateIpAddress.N", "Ipv4Prefix.N");
        if (names.Count == 0 && prefixes.Count == 0)
        {
            return CloudErrors.Missing(name);
        }

        return names.Count > 0 && prefixes.Count > 0
            ? CloudErrors.Conflicting(name, prefix)
            : names.Count > 1 && names.GroupBy(text => text).FirstOrDefault(group => group.Count() > 1) is { } twice ? CloudErrors.Repeated(twice.Key) : null;
    }

    private static CloudError? Either(int names, string name, int? count, string counted) =>
        names > 0 && count is not null ? CloudErrors.Conflicting(name, counted) : null;

    /// <summary>An ENI gets addresses or prefixes in one call, never both: AssignPrivateIpAddresses and terway's own callers.</summary>
    private static CloudError? Mixed(AddressWish wish, string names, string prefixes) =>
        wish.Addresses > 0 && wish.Total > wish.Addresses ? CloudErrors.Conflicting(names, prefixes) : null;

    private static CloudError? InRange(string parameter, int? value, int most) =>
        value < 1 || value > most ? CloudErrors.Invalid(parameter, $"{value} is not within 1 to {most}") : null;
}
