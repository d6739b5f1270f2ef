using Fairlead.Linux.Addresses;
using Fairlead.Linux.Enis;
using Fairlead.Linux.ForwardPolicy;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Rules;
using Fairlead.Linux.Sysctl;
using Fairlead.Model.Kernel;

namespace Fairlead.Agent.Node;

/// <summary>The hands of a reconciler on one kernel, with the sockets they need.</summary>
public sealed class KernelTargets : IDisposable
{
    private readonly NftConnection _nft;
    private readonly NftReader _nftReader;

    /// <param name="settings">Writes down what is not ours before it is changed.</param>
    internal KernelTargets(INetnsResolver resolver, uint dyingGroup, SettingJournal settings)
    {
        var node = resolver.Resolve(Netns.Node)!;
        Connections = new NetnsConnections(resolver);
        Dying = new DyingLinks(node, dyingGroup);
        _nft = new NftConnection(node.Open(NetlinkProtocol.Netfilter));
        _nftReader = NftReader.Open(node);
        PodGuards = new PodGuardTarget(resolver);
        Enis = new EniTarget(Connections);
        Links = new LinkTarget(Connections, Dying, dyingGroup);
        Nics = new NicTarget(Connections);
        Addresses = new AddressTarget(Connections);
        Routes = new RouteTarget(Connections);
        Neighbours = new NeighbourTarget(Connections);
        Rules = new RuleTarget(Connections);
        Sysctls = new SysctlTarget(resolver, settings.Note);
        // Settings of links of ours go with the links.
        LinkSysctls = new SysctlTarget(resolver, (_, _) => { }) { Name = "link-sysctls" };
        Objects = new NftObjectTarget(_nft, _nftReader);
        Elements = new NftElementTarget(_nft, _nftReader);
        ForwardPolicies = new ForwardPolicyTarget(node, _nft, _nftReader, settings.Note);
    }

    public NetnsConnections Connections { get; }

    public DyingLinks Dying { get; }

    public PodGuardTarget PodGuards { get; }

    public EniTarget Enis { get; }

    public LinkTarget Links { get; }

    public NicTarget Nics { get; }

    public AddressTarget Addresses { get; }

    public RouteTarget Routes { get; }

    public NeighbourTarget Neighbours { get; }

    public RuleTarget Rules { get; }

    public SysctlTarget Sysctls { get; }

    public SysctlTarget LinkSysctls { get; }

    public NftObjectTarget Objects { get; }

    public NftElementTarget Elements { get; }

    public ForwardPolicyTarget ForwardPolicies { get; }

    /// <summary>Whether a notification tells of something that these targets did.</summary>
    public bool IsOurPort(uint port) => port != 0 && (port == _nft.Port || Connections.IsOurPort(port));

    public void Dispose()
    {
        Dying.Dispose();
        PodGuards.Dispose();
        _nft.Dispose();
        _nftReader.Dispose();
        Connections.Dispose();
    }
}
