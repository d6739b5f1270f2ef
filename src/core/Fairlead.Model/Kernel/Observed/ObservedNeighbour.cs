using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel.Observed;

/// <summary>A neighbour or an FDB entry, ours or not.</summary>
/// <param name="Address">Null for an FDB entry.</param>
/// <param name="Mac">Null where it is not known (yet).</param>
/// <param name="State">NUD_* of include/uapi/linux/neighbour.h: 0x80 permanent, 0x20 failed, 0x02 reachable.</param>
/// <param name="Flags">NTF_*: 0x02 self, 0x08 proxy.</param>
public sealed record ObservedNeighbour(int LinkIndex, InetAddress? Address, MacAddress? Mac, ushort State, byte Flags)
{
    public bool IsPermanent => (State & 0x80) != 0;

    public bool IsFailed => (State & 0x20) != 0;
}
