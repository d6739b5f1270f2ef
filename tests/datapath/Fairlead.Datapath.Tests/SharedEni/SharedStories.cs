using Fairlead.Datapath.Tests.VpcRoute;
using Fairlead.Testing.Worlds;

namespace Fairlead.Datapath.Tests.SharedEni;

/// <summary>Pods of two modes come and go, ENIs too, the node changes over and back, the agent is killed anywhere: all end in the same kernel.</summary>
public sealed class SharedStories
{
    private const string Base = """
        podSlices: 10.244.1.0/24, fd10:244:1::/64
        podRanges: 10.244.0.0/16, fd10:244::/32
        node: v4=172.16.10.1 v6=fd16::1

        """;

    private const string One = "eni 1: link=eth1 gateway4=172.16.20.253 gateway6=fe80::feff\n";

    private static readonly string[] States =
    [
        Base + "pod a: v4=10.244.1.5 v6=fd10:244:1::5 index=11",
        Base + One + "routing: both\npod a: v4=10.244.1.5 v6=fd10:244:1::5 index=11",
        Base + One + "pod a: v4=10.244.1.5 v6=fd10:244:1::5 index=11\npod b: v4=172.16.20.5 v6=fd16:20::5 index=12 eni=1 ports=tcp/80:80",
        // The ENI is taken away.
        Base + "eni 1: gateway4=172.16.20.253\npod b: v4=172.16.20.5 index=12 eni=1",
        Base + One + "routing: ruled\npod a: v4=10.244.1.6 v6=fd10:244:1::6 index=13",
        Base + One + "pod c: v4=172.16.20.5 v6=fd16:20::5 index=14 eni=1",
    ];

    public static TheoryData<string, bool> Variants =>
        [.. Expanders.Expand(States).SelectMany(variant => new[] { (variant.Name, false), (variant.Name, true) })];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_way_ends_in_the_same_kernel(string name, bool refusing)
    {
        var expected = Play([StoryStep<string>.To(States[^1])], refusing: false);
        Assert.Contains("fwmark 0x1000000/0x3f000000 lookup 61701", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Play(Expanders.Expand(States).Single(variant => variant.Name == name).Steps, refusing));
    }

    private static string Play(IReadOnlyList<StoryStep<string>> steps, bool refusing)
    {
        var node = new MemoryNode();
        if (refusing)
        {
            node.Refuse(new Random(steps.Count), oneIn: 5);
        }

        foreach (var step in steps)
        {
            if (step.Restart)
            {
                node.Kill();
            }
            else
            {
                node.Go(new CaseFile(step.State!));
            }
        }

        return node.Settle();
    }
}
