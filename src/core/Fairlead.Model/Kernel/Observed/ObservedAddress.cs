using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel.Observed;

/// <summary>An address on a link, ours or not.</summary>
/// <param name="Scope">0 global, 253 link, 254 host.</param>
/// <param name="Flags">IFA_F_* of include/uapi/linux/if_addr.h.</param>
public sealed record ObservedAddress(int LinkIndex, Cidr Address, byte Scope, uint Flags)
{
    /// <summary>IFA_PROTO (5.18): who added it; <see cref="OurMark.RouteProtocol"/> for ours.</summary>
    public byte Protocol { get; init; }

    /// <summary>IFA_F_TENTATIVE or IFA_F_DADFAILED: cannot be used yet, or at all.</summary>
    public bool IsTentative => (Flags & 0x48) != 0;
}
