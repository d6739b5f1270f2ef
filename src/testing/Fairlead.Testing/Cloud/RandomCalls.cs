namespace Fairlead.Testing.Cloud;

/// <summary>How often which move comes.</summary>
public enum RandomMix
{
    /// <summary>Everything often enough to be met in a short sequence: for properties.</summary>
    Even,

    /// <summary>As a large cluster calls: four of five are about addresses, one of ten about an ENI's life, seldom the rest.</summary>
    Busy,
}

/// <summary>Moves from a seed.</summary>
public sealed class RandomCalls(int seed, RandomMix mix = RandomMix.Even)
{
    private static readonly Dictionary<RandomMix, MoveKind[]> Weighted = new() { [RandomMix.Even] = [.. Repeated(even: true)], [RandomMix.Busy] = [.. Repeated(even: false)] };

    private readonly Random _random = new(seed);
    private readonly MoveKind[] _kinds = Weighted[mix];

    public CloudMove Next() => new(_kinds[_random.Next(_kinds.Length)], _random.Next(1 << 16), _random.Next(1 << 16), _random.Next(1 << 16));

    private static IEnumerable<MoveKind> Repeated(bool even) => Shares().SelectMany(share => Enumerable.Repeat(share.Kind, even ? share.Even : share.Busy));

    private static IEnumerable<(MoveKind Kind, int Even, int Busy)> Shares() =>
    [
        (MoveKind.CreateInterface, 8, 7), (MoveKind.AttachInterface, 8, 7), (MoveKind.AttachMember, 2, 2), (MoveKind.DetachInterface, 6, 5),
        (MoveKind.DeleteInterface, 8, 7), (MoveKind.ModifyInterface, 4, 3), (MoveKind.AssignAddresses, 14, 90), (MoveKind.AssignNamed, 4, 6),
        (MoveKind.AssignPrefixes, 3, 6), (MoveKind.UnassignAddress, 16, 108), (MoveKind.UnassignPrefix, 3, 6), (MoveKind.AssignIpv6, 3, 6),
        (MoveKind.UnassignIpv6, 3, 6), (MoveKind.RunInstances, 1, 1), (MoveKind.DeleteInstance, 1, 1), (MoveKind.CreateRouteEntry, 1, 2),
        (MoveKind.DeleteRouteEntry, 1, 2), (MoveKind.CreateGroup, 1, 1), (MoveKind.DeleteGroup, 1, 1), (MoveKind.Authorize, 1, 1),
        (MoveKind.Revoke, 1, 1), (MoveKind.CreateVSwitch, 1, 1), (MoveKind.DeleteVSwitch, 1, 1), (MoveKind.Elapse, 6, 10), (MoveKind.Repeat, 2, 4),
        (MoveKind.Vanish, 1, 1),
    ];
}
