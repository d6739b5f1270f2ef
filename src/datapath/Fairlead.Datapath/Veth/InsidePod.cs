using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;

namespace Fairlead.Datapath.Veth;

/// <summary>What IPv6 needs inside a pod, whatever its interface is.</summary>
internal static class InsidePod
{
    // RT_TABLE_LOCAL of include/uapi/linux/rtnetlink.h.
    private const uint LocalTable = 255;

    /// <summary><c>default</c> is what a link copies that is made in the pod or comes into it, so these hold before it can be up.</summary>
    public static IEnumerable<SysctlRow> Inherited(NodeFacts facts, PodAttachment pod, Netns netns)
    {
        if (!facts.KernelHasIpv6)
        {
            yield break;
        }

        yield return Default(netns, "accept_ra", "0");
        if (pod.V6 is not null)
        {
            yield return Default(netns, "disable_ipv6", "0");
            yield return Default(netns, "accept_dad", "0");
        }
    }

    /// <summary>
    /// A new IPv6 address takes no packets before a worker of the kernel has entered its local route (with IFA_F_NODAD,
    /// inet6_addr_add leaves that to addrconf_dad_work): on a busy node the first packets to the pod were lost. So it is
    /// entered by us as well.
    /// </summary>
    public static RouteRow LocalRoute(LinkKey link, InetAddress address) =>
        new() { Key = new RouteKey(link.Netns, LocalTable, address.ToCidr(), 0), Type = RouteType.Local, Link = link };

    private static SysctlRow Default(Netns netns, string name, string value) => new(new SysctlKey(netns, $"net/ipv6/conf/default/{name}"), value);
}
