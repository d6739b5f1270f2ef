using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Enis;

/// <summary>Whether a link is a certain ENI.</summary>
public static class EniMark
{
    /// <summary>
    /// By what its hardware says, which no pod can change; where there is none, by the MAC that it has, or by our mark where somebody has
    /// changed that. What stands on an ENI (a bridge, a bond, somebody's macvlan) often has its MAC: only devices that are none of these
    /// count, and veths, which are a lab's ENIs.
    /// </summary>
    /// <param name="member">Whether it is a member ENI: a VLAN of its trunk.</param>
    public static bool Is(ObservedLink link, MacAddress mac, bool member = false) =>
        (member ? link.Kind == "vlan" : link.Kind is "" or "veth") && !link.IsLoopback
        && (link.PermanentMac is { } burnt && !member ? burnt == mac : link.Mac == mac || link.Alias == EniRow.AliasPrefix + mac);

    /// <summary>Whether it bears our mark: it is in a pod, or was half way there.</summary>
    public static bool IsMarked(ObservedLink link) => link.Alias.StartsWith(EniRow.AliasPrefix, StringComparison.Ordinal);

    /// <returns>The ENI whose mark it bears and that it can be; null where that is none.</returns>
    public static MacAddress? Of(ObservedLink link) =>
        IsMarked(link) && MacAddress.TryParse(link.Alias[EniRow.AliasPrefix.Length..], out var mac) && Is(link, mac, link.Kind == "vlan") ? mac : null;
}
