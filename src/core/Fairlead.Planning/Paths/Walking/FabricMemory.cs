using Fairlead.Model.Addresses;
using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Walking;

/// <summary>
/// What the fabric made of the conversation's first packet, for each time it carried it: an answer is translated back, and its
/// security groups know it.
/// </summary>
internal sealed class FabricMemory(IFabric fabric)
{
    private readonly List<(Packet Before, Packet After)> _carried = [];

    public FabricAnswer Carry(string port, Packet packet)
    {
        var known = _carried.FindLast(pair => Ends(pair.After.Reversed()) == Ends(packet));
        if (!packet.IsAnswer || known.Before is null)
        {
            var answer = fabric.Carry(port, packet, isAnswer: false);
            if (answer.Port is not null && !packet.IsAnswer)
            {
                _carried.Add((packet, answer.Packet));
            }

            return answer;
        }

        var back = fabric.Carry(port, packet with { Destination = known.Before.Source }, isAnswer: true);
        return back with { Packet = back.Packet with { Source = known.Before.Destination } };
    }

    private static (InetAddress, InetAddress, ushort, ushort) Ends(Packet packet) =>
        (packet.Source, packet.Destination, packet.SourcePort, packet.DestinationPort);
}
