using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;

namespace Fairlead.Testing.Kernel;

/// <summary>A namespace, of the fake kernel or the real one, in the words of <c>ip</c>, <c>bridge</c> and <c>nft</c>.</summary>
public static class KernelText
{
    public static string Of(INetworkNamespace netns) => string.Join('\n', Lines(netns));

    public static IReadOnlyList<string> Lines(INetworkNamespace netns) => Lines(netns, _ => true, _ => true, _ => true);

    /// <summary>
    /// What bears our mark, and nothing of what the kernel does by itself: what two worlds that came about on different ways must
    /// have in common.
    /// </summary>
    public static IReadOnlyList<string> Ours(INetworkNamespace netns) => Lines(
        netns,
        link => link.Alias.StartsWith(OurMark.AliasPrefix, StringComparison.Ordinal),
        protocol => protocol == OurMark.RouteProtocol,
        table => table == OurMark.NftablesTable);

    private static IReadOnlyList<string> Lines(INetworkNamespace netns, Func<ObservedLink, bool> link, Func<byte, bool> protocol, Func<string, bool> table)
    {
        using var kernel = KernelReader.Open(netns);
        using var nft = NftReader.Open(netns);
        var links = kernel.Links();
        var names = links.ToDictionary(known => known.Index, known => known.Name);
        bool IsShown(int index) => links.Any(known => known.Index == index && link(known));
        var ruleset = nft.Read();
        return
        [
            .. links.Where(link).OrderBy(shown => shown.Index).Select(shown => Link(shown, names)),
            .. kernel.Addresses().Where(address => protocol(address.Protocol)).Select(address => Address(address, names)).Order(StringComparer.Ordinal),
            .. kernel.Routes().Where(route => protocol(route.Protocol)).Select(route => Route(route, names)).Order(StringComparer.Ordinal),
            .. kernel.Rules().Where(rule => protocol(rule.Protocol)).Select(Rule),
            .. kernel.Neighbours().Where(neighbour => neighbour.IsPermanent && IsShown(neighbour.LinkIndex)).Select(neighbour => Neighbour(neighbour, names)).Order(StringComparer.Ordinal),
            .. kernel.ForwardingEntries().Where(entry => entry is { IsStatic: true } and ({ Address: not null } or { Master: not 0, IsPermanent: false }) && IsShown(entry.LinkIndex)).Select(entry => Forwarding(entry, names)).Order(StringComparer.Ordinal),
            .. NftText.Lines(Only(ruleset, table)).Order(StringComparer.Ordinal),
        ];
    }

    private static string Link(ObservedLink link, Dictionary<int, string> names)
    {
        string[] flags = [.. link.IsLoopback ? ["LOOPBACK"] : Array.Empty<string>(), .. link.IsUp ? ["UP"] : Array.Empty<string>(), .. link.HasCarrier ? ["LOWER_UP"] : Array.Empty<string>()];
        var other = link.Peer == 0 ? "" : link.PeerNamespaceId >= 0 ? $"@if{link.Peer}" : $"@{names.GetValueOrDefault(link.Peer, $"if{link.Peer}")}";
        return $"{link.Index}: {link.Name}{other}: <{string.Join(',', flags)}> mtu {link.Mtu} group {link.Group} link/ether {link.Mac}"
            + (link.Master == 0 ? "" : $" master {names.GetValueOrDefault(link.Master, "?")}")
            + (link.AddressGeneration == 1 ? " addrgenmode none" : "")
            + (link.Detail is { } detail ? $" {detail}" : link.Kind.Length > 0 ? $" {link.Kind}" : "")
            + (link.Alias.Length == 0 ? "" : $" alias {link.Alias}");
    }

    private static string Address(ObservedAddress address, Dictionary<int, string> names) =>
        $"{(address.Address.IsV6 ? "inet6" : "inet")} {address.Address} dev {Name(names, address.LinkIndex)}" + Protocol(address.Protocol)
        + (address.IsTentative ? " tentative" : "");

    private static string Route(ObservedRoute route, Dictionary<int, string> names) =>
        (route.Type == RouteType.Unicast ? "" : $"{route.Type.ToString().ToLowerInvariant()} ") + route.Destination
        + (route.Gateway is { } gateway ? $" via {gateway}" : "") + (route.LinkIndex == 0 ? "" : $" dev {Name(names, route.LinkIndex)}")
        + $" table {route.Table}" + Protocol(route.Protocol) + (route.Scope == 0 ? "" : $" scope {(RouteScope)route.Scope}".ToLowerInvariant())
        + (route.PreferredSource is { } source ? $" src {source}" : "") + (route.Metric == 0 ? "" : $" metric {route.Metric}")
        + (route.IsOnLink ? " onlink" : "");

    private static string Rule(ObservedRule rule) =>
        $"{rule.Priority}: from {rule.Source?.ToString() ?? "all"}" + (rule.MarkMask == 0 ? "" : $" fwmark 0x{rule.Mark:x}/0x{rule.MarkMask:x}")
        + $" lookup {rule.Table}" + (rule.IsV6 ? " inet6" : "") + Protocol(rule.Protocol);

    private static string Neighbour(ObservedNeighbour neighbour, Dictionary<int, string> names) =>
        $"{neighbour.Address} dev {Name(names, neighbour.LinkIndex)} lladdr {neighbour.Mac} PERMANENT";

    private static string Forwarding(ObservedNeighbour entry, Dictionary<int, string> names) =>
        $"fdb {entry.Mac} dev {Name(names, entry.LinkIndex)}" + (entry.Address is { } remote ? $" dst {remote}" : "")
        + (entry.Master == 0 ? " self" : $" master {Name(names, entry.Master)}") + (entry.IsPermanent ? " permanent" : " static");

    private static NftRuleset Only(NftRuleset ruleset, Func<string, bool> table) => new(
        [.. ruleset.Tables.Where(row => table(row.Key.Name))],
        [.. ruleset.Chains.Where(row => table(row.Key.Table.Name))],
        [.. ruleset.Sets.Where(row => table(row.Key.Table.Name))],
        [.. ruleset.Elements.Where(row => table(row.Set.Table.Name))],
        [.. ruleset.Rules.Where(row => table(row.Chain.Table.Name))]);

    private static string Protocol(byte protocol) => protocol switch
    {
        0 => "",
        2 => " proto kernel",
        _ => $" proto 0x{protocol:x}",
    };

    private static string Name(Dictionary<int, string> names, int index) => names.GetValueOrDefault(index, $"if{index}");
}
