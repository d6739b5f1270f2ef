using Fairlead.Allocation.Retries;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Spares;

/// <summary>A spare ENI that is asked for and not there yet.</summary>
internal sealed record SpareBirth(string Zone, InterfaceWish Wish, string Token)
{
    public bool IsCalled { get; set; }

    /// <summary>An answer was lost, so it may be done: only a repeat with the same token says so.</summary>
    public bool IsInDoubt { get; set; }

    public Retry Retry { get; } = new();
}
