using Fairlead.Bench.Cloud.Client;
using Fairlead.Bench.Cloud.Server;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cloud.Measures;

/// <summary>Signed calls over HTTP, against an empty endpoint of the same web server that is sent the same octets in the same rounds.</summary>
internal static class RequestMeasure
{
    private const int Connections = 16;
    private const int Slice = 4096;
    private const int WarmUp = 6;

    private static readonly SignedRequest Signed = SignedRequest.OfBench;

    public static void Run(BenchContext bench)
    {
        bench.Say("calls over HTTP");
        using var server = ServerProcess.Start(10, 10_000);
        foreach (var world in server.Line.Worlds)
        {
            Compare(bench, server, world, $"DescribeNetworkInterfaces of one ENI, {world.Interfaces} there", i => Signed.Version3("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", Id(world, i))));
            Compare(bench, server, world, $"the same, signed by version 1, {world.Interfaces} there", i => Signed.Version1("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", Id(world, i))));
            Compare(bench, server, world, $"AssignPrivateIpAddresses and Unassign in turn, {world.Interfaces} there", i => Turn(world, i));
        }
    }

    private static string Id(ServedWorld world, int number) => world.Ids[number % world.Ids.Count];

    // Each connection has its own ENI and address: what it is given in one turn, it gives back in the next.
    private static byte[] Turn(ServedWorld world, int number)
    {
        var connection = number % Connections;
        var isAssign = number / Connections % 2 == 0;
        return Signed.Version3(isAssign ? "AssignPrivateIpAddresses" : "UnassignPrivateIpAddresses", ("NetworkInterfaceId", Id(world, connection)), ("PrivateIpAddress.1", $"{BenchWorld.Free(connection)}"));
    }

    private static void Compare(BenchContext bench, ServerProcess server, ServedWorld world, string name, Func<int, byte[]> request)
    {
        using var empty = new ApiConnections(server.Line.EmptyPort, Connections);
        using var cloud = new ApiConnections(world.Port, Connections);
        var (own, peer, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -WarmUp; round < bench.Rounds; round++)
        {
            // Signed before they are timed: what a caller pays for its signature is no part of this.
            var requests = Enumerable.Range(0, Slice).Select(request).ToList();
            var first = round % 2 == 0 ? empty.Run(requests) : cloud.Run(requests);
            var second = round % 2 == 0 ? cloud.Run(requests) : empty.Run(requests);
            var (ofEmpty, ofCloud) = round % 2 == 0 ? (first, second) : (second, first);
            if (round >= 0)
            {
                own.Add(Slice / ofCloud.TotalSeconds);
                peer.Add(Slice / ofEmpty.TotalSeconds);
                ratios.Add(ofEmpty / ofCloud);
            }
        }

        var ratio = Spread.Of(ratios);
        bench.Add(new Figure(name, Spread.Of(own), "requests/s", Spread.Of(peer), ratio.Median, Bound.AtLeast, 0.5)
        {
            Note = $"ratio within a round {Figure.Number(ratio.P10)}-{Figure.Number(ratio.P90)}",
        });
    }
}
