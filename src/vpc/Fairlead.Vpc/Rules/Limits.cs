using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules;

/// <summary>How many addresses and prefixes an ENI can have: by its host's type once it has one.</summary>
internal static class Limits
{
    /// <summary>"When an ENI is in the Available state, up to 49 secondary private IP addresses": AssignPrivateIpAddresses; and its primary one.</summary>
    public const int FreeInterface4 = 50;

    /// <summary>Ipv6AddressCount and Ipv6Address.N of CreateNetworkInterface are 1 to 10.</summary>
    public const int FreeInterface6 = 10;

    public static int Most4(CloudState state, NetworkInterface eni) => Host(state, eni.Instance)?.AddressesPerEni ?? FreeInterface4;

    public static int Most6(CloudState state, NetworkInterface eni) => Host(state, eni.Instance)?.Ipv6PerEni ?? FreeInterface6;

    public static InstanceType? Host(CloudState state, string instance) =>
        state.Instances.TryGetValue(instance, out var host) ? state.InstanceTypes.GetValueOrDefault(host.Type) : null;

    /// <summary>A prefix counts as one address.</summary>
    public static int Count4(NetworkInterface eni) => Count(eni, v6: false);

    public static int Count6(NetworkInterface eni) => Count(eni, v6: true);

    private static int Count(NetworkInterface eni, bool v6)
    {
        var count = 0;
        foreach (var address in eni.Addresses)
        {
            count += address.IsV6 == v6 ? 1 : 0;
        }

        foreach (var prefix in eni.Prefixes)
        {
            count += prefix.IsV6 == v6 ? 1 : 0;
        }

        return count;
    }
}
