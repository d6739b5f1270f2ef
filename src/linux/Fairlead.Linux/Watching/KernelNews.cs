using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Watching;

/// <summary>What the kernel said of its own accord.</summary>
/// <param name="NamespaceId">nsid, in the watcher's namespace, of where it happened; -1 for the watcher's own.</param>
/// <param name="Port">Netlink port of who caused it; 0 where the kernel does not say.</param>
public abstract record KernelNews(int NamespaceId, uint Port);

public sealed record LinkNews(int NamespaceId, uint Port, ObservedLink Link, bool IsGone) : KernelNews(NamespaceId, Port);

public sealed record AddressNews(int NamespaceId, uint Port, ObservedAddress Address, bool IsGone) : KernelNews(NamespaceId, Port);

public sealed record RouteNews(int NamespaceId, uint Port, ObservedRoute Route, bool IsGone) : KernelNews(NamespaceId, Port);

public sealed record RuleNews(int NamespaceId, uint Port, ObservedRule Rule, bool IsGone) : KernelNews(NamespaceId, Port);

public sealed record NeighbourNews(int NamespaceId, uint Port, ObservedNeighbour Neighbour, bool IsGone) : KernelNews(NamespaceId, Port);

/// <summary>A setting of a link or of the whole namespace was changed (RTM_NEWNETCONF): forwarding, rp_filter, not accept_ra.</summary>
/// <param name="LinkIndex">NETCONFA_IFINDEX: the link; -1 for <c>all</c>, -2 for <c>default</c>.</param>
public sealed record SettingNews(int NamespaceId, uint Port, int LinkIndex) : KernelNews(NamespaceId, Port);

/// <summary>The kernel had more to say than the socket could hold (ENOBUFS): everything must be read again.</summary>
public sealed record NewsLost() : KernelNews(-1, 0);
