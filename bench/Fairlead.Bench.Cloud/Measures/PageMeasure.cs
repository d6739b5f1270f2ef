using Fairlead.Bench.Cloud.Client;
using Fairlead.Bench.Cloud.Server;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cloud.Measures;

/// <summary>A page of ENIs by a tag, among many and among few: the number of those that are not wanted must not matter.</summary>
internal static class PageMeasure
{
    private const int Few = 1000;
    private const int Many = 100_000;
    private const int Slice = 64;
    private const int WarmUp = 8;

    private static readonly SignedRequest Signed = SignedRequest.OfBench;

    public static void Run(BenchContext bench)
    {
        bench.Say($"pages among {Many} ENIs: making them");
        using var server = ServerProcess.Start(Few, Many);
        var (few, many) = (server.Line.Worlds[0], server.Line.Worlds[1]);
        Compare(bench, few, many, "page of 100 by the tag of 500", _ => Page(("Tag.1.Key", BenchWorld.ClusterTag), ("Tag.1.Value", "c1"), ("MaxResults", "100")));
        Compare(bench, few, many, "page of 100 by a tag that all have", _ => Page(("Tag.1.Key", BenchWorld.EveryTag), ("Tag.1.Value", "bench"), ("MaxResults", "100")));
        Compare(bench, few, many, "the same by page number", _ => Page(("Tag.1.Key", BenchWorld.EveryTag), ("Tag.1.Value", "bench"), ("PageNumber", "5"), ("PageSize", "100")));
    }

    private static byte[] Page(params ReadOnlySpan<(string Name, string Value)> parameters) => Signed.Version3("DescribeNetworkInterfaces", parameters);

    private static void Compare(BenchContext bench, ServedWorld few, ServedWorld many, string name, Func<int, byte[]> request)
    {
        using var ofFew = new ApiConnections(few.Port, 1);
        using var ofMany = new ApiConnections(many.Port, 1);
        Check(ofFew.Ask(request(0)));
        Check(ofMany.Ask(request(0)));
        var (own, peer, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -WarmUp; round < bench.Rounds; round++)
        {
            var (one, other) = (Enumerable.Range(0, Slice).Select(request).ToList(), Enumerable.Range(0, Slice).Select(request).ToList());
            var first = round % 2 == 0 ? ofFew.Run(one) : ofMany.Run(other);
            var second = round % 2 == 0 ? ofMany.Run(other) : ofFew.Run(one);
            var (fewTime, manyTime) = round % 2 == 0 ? (first, second) : (second, first);
            if (round >= 0)
            {
                own.Add(manyTime.TotalMilliseconds / Slice);
                peer.Add(fewTime.TotalMilliseconds / Slice);
                ratios.Add(manyTime / fewTime);
            }
        }

        var ratio = Spread.Of(ratios);
        bench.Add(new Figure($"{name}, among {Many} against {Few}", Spread.Of(own), "ms", Spread.Of(peer), ratio.Median, Bound.AtMost, 1.5)
        {
            Note = $"ratio within a round {Figure.Number(ratio.P10)}-{Figure.Number(ratio.P90)}",
        });
    }

    private static void Check(string answer)
    {
        var found = answer.Split("\"NetworkInterfaceId\":").Length - 1;
        if (found < 100)
        {
            throw new InvalidOperationException($"a page has {found} ENIs and not 100");
        }
    }
}
