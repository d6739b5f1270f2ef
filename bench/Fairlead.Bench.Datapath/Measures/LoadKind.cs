using Fairlead.Bench.Datapath.Load;

namespace Fairlead.Bench.Datapath.Measures;

/// <summary>A way of loading a path, as the results name it.</summary>
/// <param name="Name">What one operation is.</param>
/// <param name="Tracked">At least this share of the NIC's speed with masquerade on.</param>
/// <param name="Untracked">The same with masquerade and hostPorts unused.</param>
internal sealed record LoadKind(string Name, LoadTest Test, double Tracked, double Untracked)
{
    public static readonly LoadKind Datagrams = new("64-byte UDP", LoadTests.Datagrams, 0.68, 0.77);
    public static readonly LoadKind RoundTrips = new("TCP round trips", LoadTests.RoundTrips, 0.75, 0.83);

    public static readonly IReadOnlyList<LoadKind> All =
    [
        RoundTrips,
        new("TCP connections", LoadTests.Connections, 0.73, 0.83),
        Datagrams,
        new("bulk TCP, 64 KiB", LoadTests.Bulk, 0.75, 0.83),
    ];
}
