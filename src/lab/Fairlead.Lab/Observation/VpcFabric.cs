using Fairlead.Lab.Processes;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.World;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Observation;

/// <summary>The VPC between hosts, as its state machine decides.</summary>
public sealed class VpcFabric(VpcState state) : IFabric
{
    public MacAddress Mac => Fabric;

    private static MacAddress Fabric { get; } = MacAddress.Parse("ee:ff:ff:ff:ff:ff");

    public FabricAnswer Carry(string port, Packet packet, bool isAnswer)
    {
        var decision = FabricJudge.Decide(state, new FabricPacket(port, packet.Source, packet.Destination, (RuleProtocol)packet.Protocol)
        {
            SourceMac = packet.SourceMac,
            SourcePort = packet.SourcePort,
            DestinationPort = packet.DestinationPort,
            Length = packet.Length,
            IsEstablished = isAnswer,
        });
        var isForCloud = decision.IsDelivered && decision.To == FabricJudge.CloudItself;
        return new FabricAnswer
        {
            Port = decision.IsDelivered && !isForCloud ? decision.To : null,
            AnsweredBy = isForCloud ? FabricJudge.CloudItself : null,
            // The metadata service and the OpenAPI; the cluster's store.
            IsRefused = isForCloud && (packet.Protocol, packet.DestinationPort) != ((byte)RuleProtocol.Tcp, packet.Destination == CloudAddresses.ClusterStore ? LabPaths.StorePort : (ushort)80),
            Packet = packet with { Source = decision.Source, Destination = decision.Destination, SourceMac = Mac, DestinationMac = MacOf(decision.To) },
            Because = decision.Because,
            Remedy = decision.Remedy,
            LacksRoute = decision.Reason == DropReason.NoRoute,
        };
    }

    private MacAddress MacOf(string? port) => port is not null && state.FindPort(port) is { } found ? found.Mac : default;
}
