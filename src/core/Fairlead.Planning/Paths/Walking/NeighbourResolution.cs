using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Planning.Paths.Filtering;
using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Walking;

/// <summary>Whose MAC the frame gets: from the neighbour table, or by asking whoever is at the other end of the wire.</summary>
internal sealed class NeighbourResolution(WorldViews views, PathTrace trace)
{
    // NUD_VALID of include/net/neighbour.h: permanent, noarp, reachable, probe, stale, delay.
    private const ushort Valid = 0x80 | 0x40 | 0x02 | 0x10 | 0x04 | 0x08;

    private const byte Solicitation = 135;
    private const byte Advertisement = 136;

    public PathStop? Resolve(NetnsView view, ObservedLink output, Packet packet, InetAddress nextHop, out MacAddress mac)
    {
        var known = view.Netns.Neighbours.FirstOrDefault(entry => entry.LinkIndex == output.Index && entry.Address == nextHop);
        if (known is { Mac: { } cached } && (known.State & Valid) != 0)
        {
            mac = cached;
            trace.Say("neighbour", $"{nextHop} is {mac}{(known.IsPermanent ? ", permanent" : "")}");
            return null;
        }

        if (Ask(view, output, packet, nextHop) is { } answered)
        {
            mac = answered;
            trace.Say("neighbour", $"{nextHop} answers with {mac}");
            return null;
        }

        mac = default;
        return new PathStop(
            PathOutcome.Unreachable, view.Name, $"nobody on {output.Name} answers for {nextHop}",
            view.Netns.Agent?.Find("neighbours", $"{nextHop} ") is { } wished ? $"the agent wants {wished.Key}; its row is {wished.Status}" : $"a neighbour entry for {nextHop} on {output.Name} of {view.Name}");
    }

    private MacAddress? Ask(NetnsView view, ObservedLink output, Packet packet, InetAddress asked)
    {
        if (!output.HasCarrier || views.World.OtherEnd(new WireEnd(view.Name, output.Name)) is not { } end)
        {
            return null;
        }

        if (end.IsFabric)
        {
            // It answers for everybody but the asker itself.
            return view.Netns.HasAddress(asked) ? null : views.World.Fabric?.Mac;
        }

        var other = views.Of(end.Netns!);
        if (other.Netns.FindLink(end.Link) is not { IsUp: true } link || other.Routes.TypeOf(asked) != RouteType.Local)
        {
            return null;
        }

        var asker = view.Netns.HasAddress(packet.Source) ? packet.Source : view.Sources.Ipv4(output.Index, asked) ?? packet.Source;
        return Hears(other, link, asker, asked, output.Mac, isQuestion: true) && Hears(view, output, asked, asker, link.Mac, isQuestion: false) ? link.Mac : null;
    }

    /// <summary>Whether filters let the question, or the answer, in.</summary>
    private static bool Hears(NetnsView view, ObservedLink input, InetAddress from, InetAddress to, MacAddress sender, bool isQuestion)
    {
        var frame = new Packet
        {
            Source = from,
            Destination = to,
            Protocol = Packet.Icmp6,
            IcmpType = isQuestion ? Solicitation : Advertisement,
            Length = 72,
            HopLimit = 255,
            SourceMac = sender,
            DestinationMac = input.Mac,
        };
        if (to.IsV6)
        {
            var silent = new PathTrace();
            silent.Enter(view.Name);
            var hooks = new HookRun(new NetnsView(view.Netns), silent);
            return hooks.Run(NftHook.Prerouting, ref frame, input, null) is null && hooks.Run(NftHook.Input, ref frame, input, null) is null;
        }

        var evaluator = new NftEvaluator(view.Ruleset);
        var context = new PacketContext(view.Netns, view.Routes, frame) { Hook = NftHook.ArpInput, Input = input, Arp = PacketOctets.ArpRequest(sender, from, to) };
        return view.Ruleset.At(NftFamily.Arp, NftHook.ArpInput).All(chain => evaluator.Evaluate(chain, context).Verdict == NftVerdictKind.Accept)
            && (!isQuestion || view.Validation.Refusal(frame, input) is null);
    }
}
