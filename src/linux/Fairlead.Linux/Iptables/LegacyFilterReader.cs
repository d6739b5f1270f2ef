using Fairlead.Linux.Namespaces;

namespace Fairlead.Linux.Iptables;

/// <summary>Reads what iptables-legacy keeps beside nf_tables.</summary>
public static class LegacyFilterReader
{
    /// <summary>Rules that drop or reject, of both families.</summary>
    /// <exception cref="KernelException">A table is there and cannot be read.</exception>
    public static IReadOnlyList<LegacyRule> ReadDrops(NetworkNamespace netns) => [.. Tables(netns).SelectMany(table => table.Drops)];

    /// <summary>FORWARD of each family in which somebody has used the table in this namespace: asking would make it.</summary>
    /// <exception cref="KernelException">It is there and cannot be read.</exception>
    public static IReadOnlyList<LegacyChain> ReadForward(NetworkNamespace netns) =>
        [.. Tables(netns).Select(table => table.Forward)];

    private static IEnumerable<LegacyFilterTable> Tables(NetworkNamespace netns) =>
        new[] { false, true }.Select(v6 => LegacyFilterTable.Find(netns, v6)).OfType<LegacyFilterTable>();
}
