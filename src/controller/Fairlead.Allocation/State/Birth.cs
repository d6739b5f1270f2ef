using Fairlead.Allocation.Retries;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.State;

/// <summary>An ENI that is asked for and not there yet.</summary>
/// <param name="instance">Whom it is meant for.</param>
internal sealed class Birth(InterfaceWish wish, InterfaceUse use, string ofClass, string instance, string token, long generation)
{
    public string Instance { get; } = instance;

    public InterfaceWish Wish { get; } = wish;

    public InterfaceUse Use { get; } = use;

    public string Class { get; } = ofClass;

    public string Token { get; } = token;

    /// <summary>Of the ENI and of what it comes with.</summary>
    public long Generation { get; } = generation;

    /// <summary>The reservation whose address it is to have; null: anybody's.</summary>
    public string? Reservation { get; init; }

    public bool IsCalled { get; set; }

    /// <summary>An answer was lost, so it may be done: only a repeat with the same token says so.</summary>
    public bool IsInDoubt { get; set; }

    public Retry Retry { get; } = new();

    /// <summary>Pods that it will serve.</summary>
    public int Units(bool v6) => v6
        ? Wish.Addresses6 + (Wish.Prefixes6 << 16)
        : Wish.NeededAddresses + (Wish.Prefixes4 * 16);
}
