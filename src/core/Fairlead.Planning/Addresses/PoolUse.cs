using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Addresses;

/// <summary>How full one family is, in addresses. A lease from outside today's slices counts as leased only.</summary>
/// <param name="Kept">Addresses that belong to pods' names and that nobody has now.</param>
public readonly record struct FamilyUse(UInt128 Capacity, int Leased, int Resting, int Kept, UInt128 Free)
{
    /// <summary>Whether an ADD could get one, if need be after a short wait.</summary>
    public bool CanServe => Free > 0 || Resting > 0;
}

/// <param name="CutShort">Leases whose address had rested for less than the full time.</param>
/// <param name="Refused">ADDs that found neither a free nor a resting address.</param>
public readonly record struct PoolUse(FamilyUse V4, FamilyUse V6, long CutShort, long Refused)
{
    /// <summary>False when an ADD now would find the pool exhausted in a family that is served, or no family served.</summary>
    public bool CanServe =>
        (V4.Capacity > 0 || V6.Capacity > 0) && (V4.Capacity == 0 || V4.CanServe) && (V6.Capacity == 0 || V6.CanServe);
}

/// <summary>A line of the table of addresses: one that is leased, one that rests, or one that is kept for a pod's name.</summary>
/// <param name="Rested">For how long it has rested.</param>
/// <param name="KeptFor"><c>namespace/pod</c> of one that is kept; empty otherwise.</param>
public sealed record PoolRow(InetAddress Address, AddressLease? Lease, TimeSpan? Rested, string KeptFor);
