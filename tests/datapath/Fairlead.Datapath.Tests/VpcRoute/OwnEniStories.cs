using Fairlead.Testing.Worlds;

namespace Fairlead.Datapath.Tests.VpcRoute;

/// <summary>
/// The life of a node whose pods have ENIs of their own and members of a trunk, on the fake kernel, in every order, with the agent killed
/// anywhere, pods that vanish, and a kernel that refuses: every ENI is in one place at the end, the same.
/// </summary>
public sealed class OwnEniStories
{
    private const string Base = """
        podSlices: 10.244.1.0/24, fd10:244:1::/64
        podRanges: 10.244.0.0/16, fd10:244::/32
        serviceRanges: 10.96.0.0/16
        node: v4=172.16.10.1 v6=fd16::1

        """;

    private const string Web = "pod web: v4=10.244.1.5 v6=fd10:244:1::5 index=21\n";
    private const string One = "pod one: v4=172.16.10.71 v6=fd16::71 index=11 card=1 eni=exclusive gw4=172.16.10.253 gw6=fd16::fd\n";
    private const string Two = "pod two: v4=172.16.10.72 index=12 card=2 eni=exclusive gw4=172.16.10.253 ports=tcp/80:8080\n";
    private const string Member = "pod member: v4=172.16.10.73 index=13 eni=member gw4=172.16.10.253\n";

    private static readonly string[] States =
    [
        Base,
        Base + Web + One,
        Base + One + Two,
        Base + Two + Member,
        // The ENI of the first goes to another pod.
        Base + Web + Two + "pod next: v4=172.16.10.71 v6=fd16::71 index=14 card=1 eni=exclusive gw4=172.16.10.253 gw6=fd16::fd\n",
        Base + Web + Member + "pod last: v4=172.16.10.71 v6=fd16::71 index=15 card=1 eni=exclusive gw4=172.16.10.253 gw6=fd16::fd\n",
    ];

    public static TheoryData<string, bool> Variants =>
        [.. Expanders.Expand(States).SelectMany(variant => new[] { (variant.Name, false), (variant.Name, true) })];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_way_ends_with_every_eni_in_its_place(string name, bool faulty)
    {
        var expected = Play([StoryStep<string>.To(States[2]), StoryStep<string>.To(States[^1])], null);
        Assert.Contains("last/eth0: 00:16:3e:00:00:01 eth0 up 1500", expected, StringComparison.Ordinal);
        Assert.Contains("node: 00:16:3e:00:00:02 at home down 1500", expected, StringComparison.Ordinal);
        Assert.Contains("member/eth0: 00:16:3e:00:00:0d eth0 up 1500", expected, StringComparison.Ordinal);
        var steps = Expanders.Expand(States).Single(variant => variant.Name == name).Steps;
        Assert.Equal(Line(expected), Line(Play([StoryStep<string>.To(States[2]), .. steps], faulty ? new Random(steps.Count + name.Length) : null)));
    }

    // One a line: what differs is seen.
    private static string[] Line(string world) => world.Split('\n');

    private static string Play(IReadOnlyList<StoryStep<string>> steps, Random? chance)
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
}
