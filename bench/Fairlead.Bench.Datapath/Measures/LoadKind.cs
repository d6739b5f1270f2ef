using Fairlead.Bench.Datapath.Load;

namespace Fairlead.Bench.Datapath.Measures;

/// <summary>A way of loading a path, as the results name it.</summary>
/// <param name="Name">What one operation is.</param>
/// <param name="Tracked">At least this share of the NIC's speed with masquerade on.</param>
/// <param name="Untracked">The same with masquerade and hostPorts unused.</param>
internal sealed record LoadKind(string Name, LoadTest Test, double Tracked, double Untracked)
{
    /// <summary>At least this share of the host's speed with an ENI of its own; null where nothing is asked.</summary>
    public double? OfHost { get; init; }

    /// <summary>At least this share of the speed with an ENI of its own, for a pod on a secondary ENI.</summary>
    public double? OfExclusive { get; init; }

    /// <summary>The same with a hostPort in use on the node, for which connections are tracked.</summary>
    public double? OfExclusiveTracked { get; init; }

    public static readonly LoadKind Datagrams = new("64-byte UDP", LoadTests.Datagrams, 0.68, 0.77);
    public static readonly LoadKind RoundTrips = new("TCP round trips", LoadTests.RoundTrips, 0.75, 0.83) { OfHost = 0.97, OfExclusive = 0.75, OfExclusiveTracked = 0.67 };

    public static readonly IReadOnlyList<LoadKind> All =
    [
        RoundTrips,
        new("TCP connections", LoadTests.Connections, 0.73, 0.83) { OfHost = 0.97, OfExclusive = 0.75, OfExclusiveTracked = 0.67 },
        Datagrams,
        new("bulk TCP, 64 KiB", LoadTests.Bulk, 0.75, 0.83) { OfHost = 0.97, OfExclusive = 0.76, OfExclusiveTracked = 0.70 },
    ];
}
