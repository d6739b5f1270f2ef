using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Planning.Paths.Filtering;
using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Walking;

/// <summary>
/// Everything that stands at one netfilter hook, in the order of priorities: base chains, connection tracking (-200), translation
/// (-100 of destinations, 100 of sources) and the old ip_tables' FORWARD chain (0).
/// </summary>
internal sealed class HookRun(NetnsView view, PathTrace trace)
{
    // NF_IP_PRI_* of include/uapi/linux/netfilter_ipv4.h.
    private const int ConntrackPriority = -200;
    private const int DestinationNatPriority = -100;
    private const int FilterPriority = 0;
    private const int SourceNatPriority = 100;

    private readonly NftEvaluator _evaluator = new(view.Ruleset);

    /// <summary>Whether a chain of type route set a mark that asks for another route.</summary>
    public bool WantsReroute { get; private set; }

    /// <param name="packet">Marks and translations are in it afterwards.</param>
    /// <returns>Null where it goes on.</returns>
    public PathStop? Run(uint hook, ref Packet packet, ObservedLink? input, ObservedLink? output, InetAddress nextHop = default)
    {
        var before = packet;
        var context = new PacketContext(view.Netns, view.Routes, packet) { Hook = hook, Input = input, Output = output, NextHop = nextHop, Tracking = view.Tracking };
        foreach (var (_, stage) in Stages(hook, packet.IsV6).OrderBy(stage => stage.Priority))
        {
            if (stage(context) is { } stop)
            {
                return stop;
            }
        }

        if (hook is NftHook.Input or NftHook.Postrouting && context.Tracking is { } tracking)
        {
            tracking.IsConfirmed = true;
        }

        packet = context.Packet;
        WantsReroute |= packet.Destination != before.Destination;
        return null;
    }

    /// <summary>Base chains of a link: netdev ingress (0) and egress (1).</summary>
    public PathStop? RunDevice(uint hook, ref Packet packet, ObservedLink link)
    {
        var context = new PacketContext(view.Netns, view.Routes, packet) { Hook = hook, Input = link };
        foreach (var chain in view.Ruleset.At(NftFamily.Netdev, hook, link.Name))
        {
            if (Judge(chain, context) is { } stop)
            {
                return stop;
            }
        }

        packet = context.Packet;
        return null;
    }

    private IEnumerable<(int Priority, Func<PacketContext, PathStop?> Stage)> Stages(uint hook, bool v6)
    {
        var chains = view.Ruleset.At(v6, hook).ToList();
        if (hook is NftHook.Prerouting or NftHook.Output)
        {
            yield return (ConntrackPriority, Track);
        }

        foreach (var chain in chains.Where(chain => chain.Hook!.Type != "nat"))
        {
            yield return (chain.Hook!.Priority, context => Judge(chain, context));
        }

        if (hook != NftHook.Forward)
        {
            var isDestination = hook is NftHook.Prerouting or NftHook.Output;
            var nat = chains.Where(chain => chain.Hook!.Type == "nat").ToList();
            yield return (isDestination ? DestinationNatPriority : SourceNatPriority, context => Translate(nat, isDestination, context));
        }
        else if (view.Netns.LegacyForward.FirstOrDefault(chain => chain.IsV6 == v6) is { } legacy)
        {
            yield return (FilterPriority, _ => Legacy(legacy));
        }
    }

    private PathStop? Track(PacketContext context)
    {
        var packet = context.Packet;
        if (view.Tracking is not { } known)
        {
            // An answer without a question: invalid for TCP, and so untracked; new for UDP.
            if (!packet.IsAnswer || packet.Protocol == Packet.Udp)
            {
                context.Tracking = view.Tracking = new Tracking(packet);
            }

            return null;
        }

        known.IsAnswer = packet.IsAnswer;
        context.Tracking = !packet.IsAnswer || known.IsAnsweredBy(packet) ? known : null;
        return null;
    }

    private PathStop? Translate(List<NftChain> chains, bool isDestination, PacketContext context)
    {
        if (context.Tracking is not { } tracking)
        {
            return null;
        }

        if (tracking.IsAnswer)
        {
            Restore(tracking, isDestination, context);
            return null;
        }

        // Once a connection has passed here, its translation is settled, be it none.
        if (!tracking.Settle(isDestination))
        {
            return null;
        }

        foreach (var chain in chains)
        {
            if (Judge(chain, context) is { } stop)
            {
                return stop;
            }

            if ((isDestination ? tracking.NewDestination : tracking.NewSource) is not null)
            {
                break;
            }
        }

        return null;
    }

    private void Restore(Tracking tracking, bool isDestination, PacketContext context)
    {
        var packet = context.Packet;
        var begun = tracking.Begun;
        if (isDestination && tracking.NewSource is not null)
        {
            context.Packet = packet with { Destination = begun.Source, DestinationPort = begun.SourcePort };
        }
        else if (!isDestination && tracking.NewDestination is not null)
        {
            context.Packet = packet with { Source = begun.Destination, SourcePort = begun.DestinationPort };
        }

        if (context.Packet != packet)
        {
            trace.Say("nat", $"translated back: {packet} becomes {context.Packet}");
        }
    }

    private PathStop? Judge(NftChain chain, PacketContext context)
    {
        var before = context.Packet;
        var outcome = _evaluator.Evaluate(chain, context);
        var by = NftDecisionText.Write(chain, outcome);
        if (outcome.Doubt is { } doubt)
        {
            return new PathStop(PathOutcome.Unknown, view.Name, $"{by}: {doubt}", "");
        }

        if (outcome.Verdict != NftVerdictKind.Accept)
        {
            return new PathStop(NftDecisionText.Outcome(outcome, before), view.Name, by, NftDecisionText.Remedy(chain, outcome, view.Name));
        }

        if (outcome.IsTranslated)
        {
            trace.Say("nat", $"{by}: becomes {context.Packet}");
        }
        else if (outcome.Rule is not null)
        {
            trace.Say("filter", by);
        }

        if (context.Packet.Mark != before.Mark)
        {
            trace.Say("mark", $"0x{context.Packet.Mark:x}, set by {chain.Key}");
            WantsReroute |= chain.Hook!.Type == "route";
        }

        return null;
    }

    private PathStop? Legacy(LegacyForwardChain legacy)
    {
        var program = legacy.IsV6 ? "ip6tables-legacy" : "iptables-legacy";
        if (legacy.Rules > 0)
        {
            return new PathStop(
                legacy.Accepts ? PathOutcome.Unknown : PathOutcome.Dropped, view.Name, $"{program}'s FORWARD chain has {legacy.Rules} rules, which are not read, and policy {(legacy.Accepts ? "ACCEPT" : "DROP")}", $"see: {program} -S FORWARD");
        }

        return legacy.Accepts ? null : new PathStop(PathOutcome.Dropped, view.Name, $"{program}'s FORWARD chain has policy DROP, which `nft list ruleset` does not show", $"{program} -P FORWARD ACCEPT");
    }
}
