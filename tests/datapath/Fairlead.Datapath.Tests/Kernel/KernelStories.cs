using Fairlead.Model.Pods;
using Fairlead.Testing.Worlds;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>The stories of a node on the real kernel, with the agent really taken down and its sockets closed.</summary>
public sealed class KernelStories
{
    private static readonly HostPort Web = new(Transport.Tcp, 80, 8080, null);

    private static readonly NodeState[] States =
    [
        new(LabNode.Defaults, []),
        new(LabNode.Defaults, [("a", 5, null), ("b", 6, Web)]),
        new(LabNode.Defaults with { Masquerade = new MasqueradeOptions { Enabled = false } }, [("b", 6, Web)]),
        new(LabNode.Defaults with { Masquerade = new MasqueradeOptions { Enabled = false } }, [("c", 5, null)]),
        new(LabNode.Defaults, [("c", 5, null), ("d", 7, Web)]),
    ];

    public static TheoryData<string> Variants => [.. Expanders.Expand(States, shuffles: 2).Select(variant => variant.Name)];

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_way_ends_in_the_same_kernel(string name)
    {
        var expected = Play([StoryStep<NodeState>.To(States[^1])]);
        Assert.Equal(expected, Play(Expanders.Expand(States, shuffles: 2).Single(variant => variant.Name == name).Steps));
    }

    private static IReadOnlyList<string> Play(IReadOnlyList<StoryStep<NodeState>> steps)
    {
        using var lab = new LabNode();
        foreach (var step in steps)
        {
            if (step.Restart)
            {
                lab.Kill();
            }
            else
            {
                lab.Become(step.State!.Options, step.State.Pods);
            }
        }

        return lab.World();
    }

    private sealed record NodeState(DatapathOptions Options, (string Name, int Number, HostPort? Port)[] Pods);
}
