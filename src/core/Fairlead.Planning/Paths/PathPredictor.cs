using Fairlead.Model.Addresses;
using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.Walking;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths;

/// <summary>
/// Foretells whether a packet gets from one place to another and its answer back, from what was read of the world: the first
/// packet of a conversation is followed as kernel and fabric would carry it, then what the other side says to it.
/// </summary>
public sealed class PathPredictor(WorldSnapshot world)
{
    /// <exception cref="ArgumentException">There is no host or pod of that name.</exception>
    public PathPrediction Predict(PathQuestion question)
    {
        var views = new WorldViews(world);
        var fabric = world.Fabric is { } carrier ? new FabricMemory(carrier) : null;
        var packet = new Packet
        {
            Source = question.Source ?? (question.To.IsV6 ? InetAddress.V6(0) : InetAddress.V4(0)),
            Destination = question.To,
            Protocol = (byte)question.Transport,
            SourcePort = question.SourcePort,
            DestinationPort = question.Port,
            Length = question.Length,
        };
        var there = new PathTrace();
        var walk = new WorldWalk(views, fabric, there);
        var (where, arrived, stop) = walk.Go(question.From, packet, choosesSource: question.Source is null);
        var begun = new PathPrediction
        {
            Packet = packet,
            Outcome = stop?.Outcome ?? PathOutcome.Reached,
            Forward = there.Hops,
            Stop = stop,
            PathMtu = there.SmallestMtu == int.MaxValue ? 0 : there.SmallestMtu,
        };
        return walk.AnsweredInFabric is { } answer ? ByFabric(begun, answer) : where is null ? begun : Answered(begun, question, views, fabric, where, arrived!, there);
    }

    private static PathPrediction ByFabric(PathPrediction begun, FabricAnswer answer) => begun with
    {
        ArrivedAt = answer.AnsweredBy,
        SeenSource = answer.Packet.Source,
        Outcome = answer.IsRefused ? PathOutcome.Refused : PathOutcome.Reached,
        Stop = answer.IsRefused ? new PathStop(PathOutcome.Refused, answer.AnsweredBy!, "nobody listens there on that port") : null,
    };

    private static PathPrediction Answered(PathPrediction begun, PathQuestion question, WorldViews views, FabricMemory? fabric, NetnsView where, Packet arrived, PathTrace there)
    {
        var listens = where.Netns.Sockets.Any(socket => socket.Takes(question.Transport, arrived.Destination, arrived.DestinationPort));
        there.Say("socket", $"{arrived} {(listens ? "finds a listener" : "finds nobody")}");
        begun = begun with { Forward = there.Hops, ArrivedAt = where.Name, SeenSource = arrived.Source };

        var back = new PathTrace();
        var (home, answer, stop) = new WorldWalk(views, fabric, back).Go(where.Name, arrived.Reversed(), choosesSource: false);
        begun = begun with { Back = back.Hops };
        if (stop is not null)
        {
            // Nobody tells the asker what became of the answer.
            var outcome = stop.Outcome == PathOutcome.Unknown ? PathOutcome.Unknown : PathOutcome.Dropped;
            return begun with { Outcome = outcome, Stop = stop, IsAnswerStopped = true };
        }

        if (home!.Name != question.From || (answer!.Source, answer.SourcePort) != (question.To, question.Port))
        {
            return begun with
            {
                Outcome = PathOutcome.Dropped,
                IsAnswerStopped = true,
                Stop = new PathStop(PathOutcome.Dropped, home.Name, $"the answer arrives as {answer}, which is nobody's connection", "send the answer back the way the packet came"),
            };
        }

        return listens ? begun : begun with
        {
            Outcome = PathOutcome.Refused,
            Stop = new PathStop(PathOutcome.Refused, where.Name, $"nobody listens on {question.Transport.ToString().ToLowerInvariant()} port {arrived.DestinationPort} of {where.Name}", $"start a server on {where.Name}"),
        };
    }
}
