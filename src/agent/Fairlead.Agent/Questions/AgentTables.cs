using System.Globalization;
using Fairlead.Agent.Node;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Questions;

/// <summary>The agent's tables by the names that <c>fairlead table</c> has for them.</summary>
internal static class AgentTables
{
    public static IReadOnlyList<string> Names { get; } =
        ["attachments", "addresses", "eni-addresses", "enis", "pod-guards", "nics", "links", "link-addresses", "routes", "rules", "neighbours", "nftables", "sysctls", "forward-policies", "counters"];

    /// <returns>Null where there is no such table.</returns>
    public static PrintedTable? Find(NodeEngine engine, string name) => name switch
    {
        "attachments" => Attachments(engine.Register.All),
        "addresses" => Addresses(engine.PoolRows),
        "eni-addresses" => EniAddresses(engine),
        "nics" => PrintedTable.Of(name, engine.Tables.Nics),
        "enis" => PrintedTable.Of(name, engine.Tables.Enis),
        "pod-guards" => PrintedTable.Of(name, engine.Tables.PodGuards),
        "links" => PrintedTable.Of(name, engine.Tables.Links),
        "link-addresses" => PrintedTable.Of(name, engine.Tables.Addresses),
        "routes" => PrintedTable.Of(name, engine.Tables.Routes),
        "rules" => PrintedTable.Of(name, engine.Tables.Rules),
        "neighbours" => PrintedTable.Of(name, engine.Tables.Neighbours),
        "nftables" => PrintedTable.Of(name, engine.Tables.Objects, engine.Tables.Elements),
        "sysctls" => PrintedTable.Of(name, engine.Tables.OfSettings),
        "forward-policies" => PrintedTable.Of(name, engine.Tables.ForwardPolicies),
        "counters" => Counters(engine),
        _ => null,
    };

    private static PrintedTable Attachments(IEnumerable<PodAttachment> pods) => new(
        "attachments",
        ["attachment", "pod", "v4", "v6", "link", "index", "mtu", "netns", "network", "hostPorts", "eni"],
        pods.OrderBy(pod => pod.HostIndex).Select(pod => (IReadOnlyList<string>)
        [
            $"{pod.Id}", pod.PodName.Length == 0 ? "" : $"{pod.PodNamespace}/{pod.PodName}", $"{pod.V4}", $"{pod.V6}", pod.Id.HostLinkName,
            $"{pod.HostIndex}", $"{pod.Mtu}", pod.NetnsPath, pod.Network, string.Join(", ", pod.HostPorts), $"{pod.Eni}",
        ]));

    private static PrintedTable Addresses(IEnumerable<PoolRow> rows) => new(
        "addresses",
        ["address", "status", "owner", "uid", "generation", "rested"],
        rows.Select(row => (IReadOnlyList<string>)
        [
            $"{row.Address}", row.Lease is not null ? "leased" : row.Rested is null ? "kept" : "resting", row.Lease is { } lease ? $"{lease.Owner}" : row.KeptFor, row.Lease?.PodUid ?? "", $"{row.Lease?.Generation}",
            row.Rested is { } rested ? string.Create(CultureInfo.InvariantCulture, $"{rested.TotalSeconds:0.0}s") : "",
        ]));

    private static PrintedTable EniAddresses(NodeEngine engine) => new(
        "eni-addresses",
        ["eni", "address", "owner", "pod", "uid", "generation"],
        engine.EniUses.OrderBy(use => use.Interface, StringComparer.Ordinal).ThenBy(use => use.Address).Select(use => (IReadOnlyList<string>)
        [
            use.Interface, $"{use.Address}", $"{use.ContainerId}/{use.InterfaceName}", use.PodName.Length == 0 ? "" : $"{use.PodNamespace}/{use.PodName}", use.PodUid,
            $"{use.Generation}",
        ]));

    private static PrintedTable Counters(NodeEngine engine)
    {
        var use = engine.PoolUse;
        return new(
            "counters",
            ["counter", "value"],
            [
                .. engine.Tables.All.SelectMany(Drift),
                .. Family("v4", use.V4), .. Family("v6", use.V6),
                ["addresses given before their full rest", $"{use.CutShort}"],
                ["guards put back in pods", $"{engine.GuardsPutBack}"],
                ["addresses of others taken off ENIs", $"{engine.ForeignOnEnis}"],
                ["attachments refused for want of an address", $"{use.Refused}"],
            ]);
    }

    private static IEnumerable<IReadOnlyList<string>> Drift(ReconciledTable table) =>
    [
        [$"drift {table.Name} missing", $"{table.Drift.Missing}"],
        [$"drift {table.Name} altered", $"{table.Drift.Altered}"],
        [$"drift {table.Name} surplus", $"{table.Drift.Surplus}"],
    ];

    private static IEnumerable<IReadOnlyList<string>> Family(string name, FamilyUse use) =>
    [
        [$"addresses {name} capacity", $"{use.Capacity}"],
        [$"addresses {name} leased", $"{use.Leased}"],
        [$"addresses {name} resting", $"{use.Resting}"],
        [$"addresses {name} kept", $"{use.Kept}"],
        [$"addresses {name} free", $"{use.Free}"],
    ];
}
