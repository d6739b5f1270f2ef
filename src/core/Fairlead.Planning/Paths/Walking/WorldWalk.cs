using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Walking;

/// <summary>One packet from the namespace that sends it to the one that keeps it.</summary>
internal sealed class WorldWalk(WorldViews views, FabricMemory? fabric, PathTrace trace)
{
    // More places than any path of one conversation has: what gets here goes round.
    private const int MostHops = 40;

    private readonly Remedies _remedies = new(views.World);

    /// <summary>What the fabric said of a packet that it answers itself; null where it came to none.</summary>
    public FabricAnswer? AnsweredInFabric { get; private set; }

    /// <returns>Where it was delivered and as what, or what stopped it; nothing of these where the fabric answers it itself.</returns>
    public (NetnsView? Where, Packet? Packet, PathStop? Stop) Go(string from, Packet packet, bool choosesSource)
    {
        var view = views.Of(from);
        trace.Enter(from);
        var neighbours = new NeighbourResolution(views, trace);
        var passage = new NetnsPassage(view, neighbours, trace).Originate(packet, choosesSource);
        while (passage.Stop is null && passage.Output is { } output)
        {
            if (trace.Count > MostHops)
            {
                return (null, null, new PathStop(PathOutcome.Dropped, view.Name, "the packet goes round between the same places", ""));
            }

            var (arrival, stop) = Cross(view, output.Name, passage.Packet!);
            if (arrival is not { } at)
            {
                return (null, null, stop);
            }

            view = views.Of(at.Netns);
            trace.Enter(view.Name);
            passage = view.Netns.FindLink(at.Link) is { } input
                ? new NetnsPassage(view, neighbours, trace).Receive(at.Packet, input)
                : Passage.Stopped(new PathStop(PathOutcome.Dropped, view.Name, $"{view.Name} has no link {at.Link} any more"));
        }

        return passage.Stop is { } stopped ? (null, null, stopped) : (view, passage.Packet, null);
    }

    private (Arrival? At, PathStop? Stop) Cross(NetnsView view, string link, Packet packet)
    {
        switch (views.World.OtherEnd(new WireEnd(view.Name, link)))
        {
            case null:
                return (null, new PathStop(PathOutcome.Unknown, view.Name, $"what is at the other end of {link} was not read", ""));
            case { IsFabric: false } end:
                return (new Arrival(end.Netns!, end.Link, packet), null);
            case { } port:
                return CrossFabric(port.Link, packet);
        }
    }

    private (Arrival? At, PathStop? Stop) CrossFabric(string port, Packet packet)
    {
        trace.Enter("fabric");
        var answer = fabric!.Carry(port, packet);
        if (answer.AnsweredBy is not null)
        {
            trace.Say("fabric", answer.Because);
            AnsweredInFabric = answer;
            return (null, null);
        }

        if (answer.Port is null)
        {
            var remedy = answer.LacksRoute ? _remedies.MissingRoute(packet.Destination) ?? answer.Remedy : answer.Remedy;
            return (null, new PathStop(PathOutcome.Dropped, "fabric", answer.Because, remedy));
        }

        trace.Say("fabric", answer.Because);
        return views.World.OtherEnd(WireEnd.Port(answer.Port)) is { Netns: { } netns } end
            ? (new Arrival(netns, end.Link, answer.Packet), null)
            : (null, new PathStop(PathOutcome.Unknown, "fabric", $"what is plugged in at {answer.Port} was not read", ""));
    }

    private sealed record Arrival(string Netns, string Link, Packet Packet);
}
