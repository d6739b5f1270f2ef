using Fairlead.Linux.Namespaces;

namespace Fairlead.Linux.Iptables;

/// <summary>Reads what iptables-legacy keeps beside nf_tables.</summary>
public static class LegacyFilterReader
{
    /// <summary>FORWARD of each family in which somebody has used the table in this namespace: asking would make it.</summary>
    /// <exception cref="KernelException">It is there and cannot be read.</exception>
    public static IReadOnlyList<LegacyChain> ReadForward(NetworkNamespace netns) =>
        [.. new[] { false, true }.Select(v6 => LegacyFilterTable.Find(netns, v6)).OfType<LegacyFilterTable>().Select(table => table.Forward)];
}
