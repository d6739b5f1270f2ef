using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.Routing;

namespace Fairlead.Planning.Paths.Walking;

/// <summary>A packet inside one namespace, from socket or link to socket or link: ip_output.c, ip_input.c and ip_forward.c in thought.</summary>
internal sealed class NetnsPassage(NetnsView view, NeighbourResolution neighbours, PathTrace trace)
{
    private const string Local = "lo";

    private readonly HookRun _hooks = new(view, trace);

    /// <param name="choosesSource">Whether the kernel is to put its own address into the packet.</param>
    public Passage Originate(Packet packet, bool choosesSource)
    {
        if (choosesSource)
        {
            var first = view.Routes.Find(new RouteQuery(null, packet.Destination, Local, packet.Mark));
            var source = first.Type is RouteType.Unicast or RouteType.Local ? view.Sources.Of(first, packet.Destination) : null;
            if (source is null)
            {
                return Stopped(Unroutable(first, packet, isOwn: true));
            }

            packet = packet with { Source = source.Value };
        }

        var answer = view.Routes.Find(new RouteQuery(packet.Source, packet.Destination, Local, packet.Mark));
        trace.Say("route", RouteText.Write(view.Netns, answer));
        if (choosesSource)
        {
            trace.Say("source", $"{packet.Source}");
        }

        if ((NextLink(answer, packet, isOwn: true, out var output) ?? _hooks.Run(NftHook.Output, ref packet, null, output)) is { } stop)
        {
            return Stopped(stop);
        }

        if (_hooks.WantsReroute)
        {
            answer = view.Routes.Find(new RouteQuery(packet.Source, packet.Destination, Local, packet.Mark));
            trace.Say("route", RouteText.Write(view.Netns, answer));
            if (NextLink(answer, packet, isOwn: true, out output) is { } unroutable)
            {
                return Stopped(unroutable);
            }
        }

        return Leave(packet, null, output!, answer.NextHop(packet.Destination));
    }

    public Passage Receive(Packet packet, ObservedLink input)
    {
        if (AtLink(packet, input) is { } refused)
        {
            return Stopped(refused);
        }

        trace.Say("in", input.Name);
        packet = input.IsLoopback ? packet : packet with { Mark = 0 };
        if (_hooks.RunDevice(0, ref packet, input) is { } early)
        {
            return Stopped(early);
        }

        if (_hooks.Run(NftHook.Prerouting, ref packet, input, null) is { } filtered)
        {
            return Stopped(filtered);
        }

        var answer = view.Routes.Find(new RouteQuery(packet.Source, packet.Destination, input.Name, packet.Mark));
        trace.Say("route", RouteText.Write(view.Netns, answer));
        if (answer.Type != RouteType.Local && !Forwards(packet, input))
        {
            return Stopped(NotForwarding(packet, input));
        }

        if (answer.Type is RouteType.Unicast or RouteType.Local && view.Validation.Refusal(packet, input) is var (because, remedy))
        {
            return Stopped(new PathStop(PathOutcome.Dropped, view.Name, because, remedy));
        }

        if (NextLink(answer, packet, isOwn: false, out var output) is { } unroutable)
        {
            return Stopped(unroutable);
        }

        return answer.Type == RouteType.Local ? Deliver(packet, input) : Forward(packet, input, output!, answer.NextHop(packet.Destination));
    }

    private PathStop? AtLink(Packet packet, ObservedLink input)
    {
        if (!input.IsUp)
        {
            return LinkIsDown(input);
        }

        if (!input.IsLoopback && packet.DestinationMac != input.Mac)
        {
            return new PathStop(PathOutcome.Dropped, view.Name, $"the frame is for {packet.DestinationMac}, and {input.Name} has {input.Mac}", $"correct the sender's neighbour entry for {packet.Destination}");
        }

        return packet.IsV6 && view.Netns.Sysctl($"net/ipv6/conf/{input.Name}/disable_ipv6") != 0
            ? new PathStop(PathOutcome.Dropped, view.Name, $"IPv6 is off on {input.Name}", $"sysctl -w net.ipv6.conf.{input.Name}.disable_ipv6=0 on {view.Name}")
            : null;
    }

    private Passage Deliver(Packet packet, ObservedLink input) =>
        _hooks.Run(NftHook.Input, ref packet, input, null) is { } filtered ? Stopped(filtered) : Passage.Delivered(packet);

    private Passage Forward(Packet packet, ObservedLink input, ObservedLink output, InetAddress nextHop)
    {
        if (packet.HopLimit <= 1)
        {
            return Stopped(new PathStop(PathOutcome.Unreachable, view.Name, "the packet has gone round until its hop limit was used up"));
        }

        packet = packet with { HopLimit = (byte)(packet.HopLimit - 1) };
        return _hooks.Run(NftHook.Forward, ref packet, input, output) is { } filtered ? Stopped(filtered) : Leave(packet, input, output, nextHop);
    }

    private Passage Leave(Packet packet, ObservedLink? input, ObservedLink output, InetAddress nextHop)
    {
        if (!output.IsLoopback && packet.Length > output.Mtu)
        {
            return Stopped(new PathStop(PathOutcome.Unreachable, view.Name, $"{packet.Length} octets do not fit into the {output.Mtu} of {output.Name}"));
        }

        if (_hooks.Run(NftHook.Postrouting, ref packet, input, output, nextHop) is { } filtered)
        {
            return Stopped(filtered);
        }

        if (output.IsLoopback)
        {
            return Receive(packet, output);
        }

        if (neighbours.Resolve(view, output, packet, nextHop, out var mac) is { } unresolved)
        {
            return Stopped(unresolved);
        }

        packet = packet with { SourceMac = output.Mac, DestinationMac = mac };
        trace.Say("out", output.Name);
        trace.Wire(output.Mtu);
        if (_hooks.RunDevice(1, ref packet, output) is { } late)
        {
            return Stopped(late);
        }

        return output.HasCarrier ? Passage.Sent(output, packet) : Stopped(NoCarrier(output));
    }

    private PathStop? NextLink(RouteAnswer answer, Packet packet, bool isOwn, out ObservedLink? output)
    {
        output = answer.Type == RouteType.Local ? view.Netns.FindLink(Local) : answer.Route is { } route ? view.Netns.FindLink(route.LinkIndex) : null;
        if (answer.Doubt is { } doubt)
        {
            return new PathStop(PathOutcome.Unknown, view.Name, doubt);
        }

        if (answer.Type is not (RouteType.Unicast or RouteType.Local) || output is null)
        {
            return Unroutable(answer, packet, isOwn);
        }

        return output.IsUp ? null : LinkIsDown(output);
    }

    private PathStop Unroutable(RouteAnswer answer, Packet packet, bool isOwn) =>
        Unroutables.Judge(view.Netns, answer, packet, isOwn);

    private bool Forwards(Packet packet, ObservedLink input) => packet.IsV6
        ? view.Netns.Sysctl("net/ipv6/conf/all/forwarding") != 0
        : view.Netns.Sysctl($"net/ipv4/conf/{input.Name}/forwarding") != 0;

    private PathStop NotForwarding(Packet packet, ObservedLink input)
    {
        var family = packet.IsV6 ? "ipv6" : "ipv4";
        return new PathStop(
            PathOutcome.Dropped, view.Name, $"{packet.Destination} is not an address of {view.Name}, and it does not forward what comes in at {input.Name}",
            packet.IsV6 ? $"sysctl -w net.ipv6.conf.all.forwarding=1 on {view.Name}" : $"sysctl -w net.{family}.conf.{input.Name}.forwarding=1 on {view.Name}");
    }

    private PathStop LinkIsDown(ObservedLink link) =>
        new(PathOutcome.Dropped, view.Name, $"link {link.Name} is down", $"fairlead lab exec {view.Name} -- ip link set {link.Name} up");

    private PathStop NoCarrier(ObservedLink link) =>
        new(PathOutcome.Dropped, view.Name, $"link {link.Name} has no carrier: its other end is down", "set the other end up");

    private static Passage Stopped(PathStop stop) => Passage.Stopped(stop);
}
