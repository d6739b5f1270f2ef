using Fairlead.Model.Addresses;

namespace Fairlead.Agent.Pods;

/// <summary>
/// MAC addresses of a veth pair, locally administered (the second bit of the first octet, IEEE 802) and as unique on the node
/// as the index they are made of. Nobody beyond the pair ever sees them.
/// </summary>
internal static class PodMacs
{
    public static MacAddress Host(int index) => new(0x02F1_0000_0000UL | (uint)index);

    public static MacAddress Pod(int index) => new(0x06F1_0000_0000UL | (uint)index);
}
