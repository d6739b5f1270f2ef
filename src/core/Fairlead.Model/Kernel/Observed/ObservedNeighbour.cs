using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel.Observed;

/// <summary>A neighbour or an FDB entry, ours or not.</summary>
/// <param name="Address">For an FDB entry of a vxlan the outer address, null for one of a bridge.</param>
/// <param name="Mac">Null where it is not known (yet).</param>
/// <param name="State">NUD_* of include/uapi/linux/neighbour.h: 0x80 permanent, 0x20 failed, 0x02 reachable.</param>
/// <param name="Flags">NTF_*: 0x02 self, 0x04 master, 0x08 proxy.</param>
public sealed record ObservedNeighbour(int LinkIndex, InetAddress? Address, MacAddress? Mac, ushort State, byte Flags)
{
    /// <summary>NDA_MASTER: index of the bridge whose entry it is, 0 for none.</summary>
    public int Master { get; init; }

    /// <summary>Whether it stays until somebody takes it away: permanent, or of a bridge's port (NUD_NOARP, 0x40).</summary>
    public bool IsStatic => (State & 0xc0) != 0;

    public bool IsPermanent => (State & 0x80) != 0;

    public bool IsFailed => (State & 0x20) != 0;
}
