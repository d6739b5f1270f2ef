using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Paths.World;

/// <summary>All that decides about packets in one network namespace, a host's or a pod's, as it was last read.</summary>
public sealed record NetnsSnapshot
{
    /// <summary>Of the host or pod, unique in the world.</summary>
    public required string Name { get; init; }

    /// <summary>For a pod: the host it runs on.</summary>
    public string? Node { get; init; }

    public IReadOnlyList<ObservedLink> Links { get; init; } = [];

    public IReadOnlyList<ObservedAddress> Addresses { get; init; } = [];

    public IReadOnlyList<ObservedRoute> Routes { get; init; } = [];

    public IReadOnlyList<ObservedRule> Rules { get; init; } = [];

    public IReadOnlyList<ObservedNeighbour> Neighbours { get; init; } = [];

    /// <summary>Everybody's tables.</summary>
    public NftRuleset Nftables { get; init; } = NftRuleset.Empty;

    /// <summary>What <c>nft list ruleset</c> does not show; empty where iptables-legacy was never used here.</summary>
    public IReadOnlyList<LegacyForwardChain> LegacyForward { get; init; } = [];

    /// <summary>By path below /proc/sys.</summary>
    public IReadOnlyDictionary<string, string> Sysctls { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<ObservedSocket> Sockets { get; init; } = [];

    /// <summary>Tables of the agent that looks after this host, when one answered.</summary>
    public AgentSnapshot? Agent { get; init; }

    public bool IsPod => Node is not null;

    public ObservedLink? FindLink(int index) => Links.FirstOrDefault(link => link.Index == index);

    public ObservedLink? FindLink(string name) => Links.FirstOrDefault(link => link.Name == name);

    public bool HasAddress(InetAddress address) => Addresses.Any(own => own.Address.Address == address);

    /// <summary>A setting as a number; 0 where it was not read.</summary>
    public int Sysctl(string path) => Sysctls.TryGetValue(path, out var text) && int.TryParse(text, out var value) ? value : 0;

    /// <summary>The larger of a setting's value for all links and for this one, as the kernel combines rp_filter.</summary>
    public int Ipv4Setting(ObservedLink link, string name) =>
        Math.Max(Sysctl($"net/ipv4/conf/all/{name}"), Sysctl($"net/ipv4/conf/{link.Name}/{name}"));
}

/// <summary>The built-in FORWARD chain of iptables-legacy.</summary>
/// <param name="Rules">Rules in it: their content is not read.</param>
public sealed record LegacyForwardChain(bool IsV6, bool Accepts, int Rules);
