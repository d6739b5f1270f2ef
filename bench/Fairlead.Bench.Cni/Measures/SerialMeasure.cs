using Fairlead.Bench.Plugins;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>ADD and DEL one at a time, ours and the peer's in turn, so that what slows the machine slows both.</summary>
internal static class SerialMeasure
{
    private const int WarmUp = 40;

    public static void Run(BenchContext bench)
    {
        bench.Say("ADD and DEL, one at a time");
        for (var i = 0; i < WarmUp; i++)
        {
            Life(bench, bench.Fairlead, i);
        }

        var own = new List<(TimeSpan Add, TimeSpan Delete)>();
        var peer = new List<(TimeSpan Add, TimeSpan Delete)>();
        for (var round = 0; round < bench.Rounds; round++)
        {
            // Whoever comes first in a round finds the caches as the other left them: take turns.
            if (round % 2 == 0)
            {
                own.Add(Life(bench, bench.Fairlead, round));
            }

            if (bench.Peer is { } other)
            {
                peer.Add(Life(bench, other, round));
            }

            if (round % 2 == 1)
            {
                own.Add(Life(bench, bench.Fairlead, round));
            }
        }

        bench.Add(Figure.Ratio("ADD, one at a time", Spread.OfMilliseconds(own.Select(life => life.Add)), Spread.OfMilliseconds(peer.Select(life => life.Add)), "ms", Bound.AtMost, 0.40) with { Note = "0.33 without the stages below" });
        bench.Add(Figure.Ratio("DEL, one at a time", Spread.OfMilliseconds(own.Select(life => life.Delete)), Spread.OfMilliseconds(peer.Select(life => life.Delete)), "ms", Bound.AtMost, 0.8));
    }

    public static (TimeSpan Add, TimeSpan Delete) Life(BenchContext bench, CniPlugin plugin, int slot)
    {
        var id = bench.NextId(plugin.Name);
        var netns = bench.Pool[slot].Path;
        var add = BenchContext.Check(plugin.Call("ADD", id, netns), $"{plugin.Name} ADD");
        var delete = BenchContext.Check(plugin.Call("DEL", id, netns), $"{plugin.Name} DEL");
        return (add.Wall, delete.Wall);
    }
}
