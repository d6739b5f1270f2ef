namespace Fairlead.Testing.Cloud;

/// <summary>Moves from a seed, weighted as a busy cluster would: mostly addresses, now and then an ENI, seldom the rest.</summary>
public sealed class RandomCalls(int seed)
{
    private static readonly MoveKind[] Weighted = [.. Weights().SelectMany(weight => Enumerable.Repeat(weight.Kind, weight.Share))];

    private readonly Random _random = new(seed);

    public CloudMove Next() => new(Weighted[_random.Next(Weighted.Length)], _random.Next(1 << 16), _random.Next(1 << 16), _random.Next(1 << 16));

    private static IEnumerable<(MoveKind Kind, int Share)> Weights() =>
    [
        (MoveKind.CreateInterface, 8), (MoveKind.AttachInterface, 8), (MoveKind.AttachMember, 2), (MoveKind.DetachInterface, 6),
        (MoveKind.DeleteInterface, 8), (MoveKind.ModifyInterface, 4), (MoveKind.AssignAddresses, 14), (MoveKind.AssignNamed, 4),
        (MoveKind.AssignPrefixes, 3), (MoveKind.UnassignAddress, 16), (MoveKind.UnassignPrefix, 3), (MoveKind.AssignIpv6, 3),
        (MoveKind.UnassignIpv6, 3), (MoveKind.RunInstances, 1), (MoveKind.DeleteInstance, 1), (MoveKind.CreateRouteEntry, 1),
        (MoveKind.DeleteRouteEntry, 1), (MoveKind.CreateGroup, 1), (MoveKind.DeleteGroup, 1), (MoveKind.Authorize, 1),
        (MoveKind.Revoke, 1), (MoveKind.CreateVSwitch, 1), (MoveKind.DeleteVSwitch, 1), (MoveKind.Elapse, 6), (MoveKind.Repeat, 2), (MoveKind.Vanish, 1),
    ];
}
