using Fairlead.Allocation.Retries;
using Fairlead.Cloud;
using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.State;

/// <summary>More addresses for an ENI that are asked for and not there yet.</summary>
internal sealed class Growth(AddressKind kind, int count, string token, long generation)
{
    public AddressKind Kind { get; } = kind;

    public int Count { get; } = count;

    public string Token { get; } = token;

    /// <summary>Of what it brings.</summary>
    public long Generation { get; } = generation;

    /// <summary>These and no others; empty: whatever the cloud gives.</summary>
    public IReadOnlyList<InetAddress> Addresses { get; init; } = [];

    /// <summary>The reservation whose addresses they are; null: anybody's.</summary>
    public string? Reservation { get; init; }

    public bool IsCalled { get; set; }

    /// <summary>An answer was lost, so it may be done: only a repeat with the same token says so.</summary>
    public bool IsInDoubt { get; set; }

    public Retry Retry { get; } = new();

    public bool IsV6 => Kind is AddressKind.Address6 or AddressKind.Prefix6;

    public int Units => Kind is AddressKind.Prefix4 ? Count * 16 : Kind is AddressKind.Prefix6 ? Count << 16 : Count;
}
