using Fairlead.Agent.Cluster;
using Fairlead.Agent.Configuration;
using Fairlead.Agent.Enis;
using Fairlead.Agent.Journal;
using Fairlead.Agent.Log;
using Fairlead.Agent.Pods;
using Fairlead.Datapath;
using Fairlead.Linux;
using Fairlead.Linux.Conntrack;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Watching;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Planning.Enis;
using Fairlead.Reconciliation;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Node;

/// <content>What is taken up while it runs: other options, what the cluster offers, what became of the node's own links.</content>
public sealed partial class NodeEngine
{
    /// <summary>Other options from now on; pods keep what they have.</summary>
    public void Reconfigure(AgentOptions file)
    {
        _file = file;
        Reconfigure();
    }

    private void Reconfigure()
    {
        var options = EffectiveOptions.Of(_file, _cluster?.View, _hasIpv6);
        var groups = _options.Datapath;
        if (options.Datapath.PodGroup != groups.PodGroup || options.Datapath.DyingGroup != groups.DyingGroup)
        {
            _log.Say("configuration", "other link groups are taken up when the agent starts the next time");
        }

        _options = options with { Datapath = options.Datapath with { PodGroup = groups.PodGroup, DyingGroup = groups.DyingGroup } };
        _pool.Reconfigure(_options.Pool);
        Volatile.Write(ref _factsDirty, 1);
    }

    /// <summary>
    /// Once a second: of most settings the kernel tells nobody that they were changed, some things are due by time alone, and an address
    /// that is taken away and given back within a moment never was away.
    /// </summary>
    public void LookAround()
    {
        Tables.Sysctls.MarkDirty(Scope.Of(Netns.Node));
        if (++_looks % NatEvery == 0)
        {
            // Whether somebody translates destinations by now.
            Volatile.Write(ref _factsDirty, 1);
        }

        if (Interlocked.Exchange(ref _factsDirty, 0) != 0)
        {
            Volatile.Write(ref _linksDirty, 1);
        }

        Look();
        if (_shared.Resting > 0 || _eniPools.Values.Any(pool => pool.Retired.Count > 0))
        {
            Touch();
        }
    }

    /// <summary>Looks at what pods may wait for: whether the cluster offers something else, or a link came.</summary>
    public void Look()
    {
        if (HeedCluster() | (Interlocked.Exchange(ref _linksDirty, 0) != 0))
        {
            LookAtNode();
        }
        else if (_shared.Use is { } use && use.Ready < use.Enis)
        {
            NoteReadyEnis();
        }

        _routing.Look(_cluster?.View.Network?.Spec.Mode == PodNetworkMode.SharedEni);
    }

    /// <summary>What the agent says of itself in its NodeNetwork.</summary>
    public AgentStatus Status() => AgentStatusOf.Engine(
        this, KernelLifeReader.Read(_node.Identity), _heeded.Generation, _cluster?.View.Network?.Spec.Term ?? 0, _pool.Rows(), [.. _eniPools.Values.Distinct()], _cluster?.View.Unheeded ?? "");

    private void LookAtNode()
    {
        try
        {
            // If news were lost, those of new pods' numbers may have been among them.
            LearnLinks();
            Apply(ReadFacts());
        }
        catch (WorldException error)
        {
            // Without an uplink pods still reach each other: the last facts stay until there is one again.
            _log.Say("node", "looking for the uplink", error);
        }

        Network.AwaitNodePlan();
        NoteReadyEnis();
    }

    private NodeFacts ReadFacts() => NodeFactsReader.Read(_node, _options.Uplink, _shared.Enis, EniOffers.Macs(_cluster?.View));

    // Nobody gets an address of an ENI that is not set up: his first packets would be lost.
    private void NoteReadyEnis()
    {
        var facts = Network.Facts;
        var links = facts?.SharedEnis ?? [];
        var routing = Network.Routing;
        var ready = links.Where(eni => EniLinks.IsSetUp(Tables, _options.Datapath, facts!, routing, eni)).Select(eni => eni.Eni.Mac).ToHashSet();
        _shared.Ready([.. links.Select(eni => eni.Eni.Mac)], ready);
        Touch();
    }

    /// <returns>Whether there was a spec that had not been heeded.</returns>
    private bool HeedCluster()
    {
        if (_cluster?.View.Network is not { } network || _heeded == (network.Metadata.Uid, network.Metadata.Generation))
        {
            return EffectiveOptions.Of(_file, _cluster?.View, _hasIpv6).Datapath.PodRanges is var ranges && !ranges.SequenceEqual(_options.Datapath.PodRanges) && Reconfigured();
        }

        _heeded = (network.Metadata.Uid, network.Metadata.Generation);
        _slices.See(network.Spec);
        foreach (var pool in _eniPools.Values.Distinct())
        {
            pool.See(network.Spec);
        }

        return Reconfigured();
    }

    private bool Reconfigured()
    {
        Reconfigure();
        return true;
    }

    private void Touch() => _cluster?.Touch();
}
