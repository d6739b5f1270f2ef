using Fairlead.Testing.Worlds;

namespace Fairlead.Datapath.Tests.VpcRoute;

/// <summary>A node's life, in every order and with the agent killed anywhere: all end in the same kernel.</summary>
public sealed class Stories
{
    private const string Base = """
        podSlices: 10.244.1.0/24, fd10:244:1::/64
        podRanges: 10.244.0.0/16, fd10:244::/32
        node: v4=172.16.10.1 v6=fd16::1

        """;

    private static readonly string[] States =
    [
        Base,
        Base + "pod a: v4=10.244.1.5 v6=fd10:244:1::5 index=11",
        Base + "pod a: v4=10.244.1.5 v6=fd10:244:1::5 index=11\npod b: v4=10.244.1.6 v6=fd10:244:1::6 index=12 ports=tcp/80:8080",
        Base + "masquerade: off\npod b: v4=10.244.1.6 v6=fd10:244:1::6 index=12 ports=tcp/80:8080,udp/53:53@172.16.10.1",
        // The same address for another pod, the same pod's link for another life of it.
        Base + "masquerade: off\nmetadata: open\npod c: v4=10.244.1.5 v6=fd10:244:1::5 index=13\npod b: v4=10.244.1.7 v6=fd10:244:1::7 index=14",
        Base + "except: 192.168.0.0/16\npod c: v4=10.244.1.5 v6=fd10:244:1::5 index=13\npod d: v4=10.244.1.8 v6=fd10:244:1::8 index=15 ports=tcp/80:80",
    ];

    public static TheoryData<string, bool> Variants =>
        [.. Expanders.Expand(States).SelectMany(variant => new[] { (variant.Name, false), (variant.Name, true) })];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_way_ends_in_the_same_kernel(string name, bool refusing)
    {
        var expected = Play([StoryStep<string>.To(States[^1])], refusing: false);
        Assert.Equal(expected, Play(Expanders.Expand(States).Single(variant => variant.Name == name).Steps, refusing));
    }

    /// <summary>The same with real targets on the fake kernel, which refuses, interrupts, takes its time, and is meddled with.</summary>
    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_way_ends_in_the_same_fake_kernel(string name, bool faulty)
    {
        var expected = PlayOnFake([StoryStep<string>.To(States[^1])], null);
        Assert.Contains("10.244.1.8/32 dev fl", expected);
        var steps = Expanders.Expand(States).Single(variant => variant.Name == name).Steps;
        Assert.Equal(expected, PlayOnFake(steps, faulty ? new Random(steps.Count + name.Length) : null));
    }

    private static string PlayOnFake(IReadOnlyList<StoryStep<string>> steps, Random? chance)
    {
        using var node = new FakeNode(chance);
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
