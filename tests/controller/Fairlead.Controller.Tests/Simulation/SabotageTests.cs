using Fairlead.Allocation;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Worlds;

namespace Fairlead.Controller.Tests.Simulation;

/// <summary>The checks find what they are for: allocators that do wrong on purpose.</summary>
public sealed class SabotageTests
{
    private static readonly ulong[] Seeds = [1, 5, 12, 13, 15, 18, 26, 33];

    private static List<string> Stories(Func<IAllocator, IAllocator> around) =>
        [.. Seeds.Select(seed => RandomWorld.Run(seed, keepsAddresses: false, out _, around)).OfType<string>().Select(story => story.Split('\n')[0])];

    private static void Finds(Func<IAllocator, IAllocator> around, params string[] words)
    {
        var stories = Stories(around);
        Assert.True(words.All(word => stories.Any(story => story.Contains(word))), $"looked for {string.Join(", ", words)} in:\n{string.Join('\n', stories)}");
    }

    [Fact]
    public void Nothing_is_found_where_nobody_does_wrong() => Assert.Empty(Stories(allocator => new Saboteur(allocator, deed => [deed])));

    [Fact]
    public void Who_takes_without_the_handshake_is_found() => Finds(
        allocator =>
        {
            var calls = 0L;
            return new Saboteur(allocator, deed => deed is PublishNodeNetwork { Status.Leased: > 3 } publish && publish.Spec.Interfaces.FirstOrDefault(eni => eni.Use == InterfaceUse.Shared) is { } eni
                ? [deed, new DetachInterface(eni.Id, publish.Spec.Instance, null) { Id = --calls }]
                : [deed]);
        },
        "taken away");

    [Fact]
    public void Who_leaves_things_behind_is_found() => Finds(
        allocator => new Saboteur(allocator, deed => deed is DetachInterface or DeleteInterface ? [] : [deed]), "faults at rest");

    [Fact]
    public void Who_offers_one_ENI_to_two_nodes_is_found() => Finds(
        allocator =>
        {
            NodeInterface? first = null;
            return new Saboteur(allocator, deed =>
            {
                if (deed is not PublishNodeNetwork { Spec.Interfaces: [var eni, ..] } publish || eni.Use != InterfaceUse.Shared)
                {
                    return [deed];
                }

                first ??= eni;
                return [publish with { Spec = publish.Spec with { Interfaces = [.. publish.Spec.Interfaces.Where(one => one.Id != first.Id), first] } }];
            });
        },
        "is offered to");

    [Fact]
    public void Who_never_rests_is_found() => Finds(
        allocator =>
        {
            var calls = 0L;
            return new Saboteur(allocator, deed => deed is ListInterfaces list
                ? [deed, new CreateInterface(new InterfaceWish { VSwitch = "vsw-pods-1", SecurityGroups = ["sg-default"] }, $"again-{--calls}") { Id = calls }]
                : [deed]);
        },
        "though nothing happens");

    [Fact]
    public void Who_keeps_addresses_to_himself_is_found() => Finds(
        allocator => new Saboteur(allocator, deed => deed is PublishNodeNetwork publish ? [publish with { Spec = publish.Spec with { Interfaces = [] } }] : [deed]),
        "has no address");

    [Fact]
    public void Who_gives_nothing_back_is_found() => Finds(
        allocator => new Saboteur(allocator, deed => deed is PublishNodeNetwork publish ? [publish with { Spec = Kept(publish.Spec) }] : [deed]),
        "too many", "exclusive ENIs that no pod has");

    [Fact]
    public void Who_asks_for_more_than_an_ENI_can_have_is_found() => Finds(
        allocator => new Saboteur(allocator, deed => deed is AssignRanges assign ? [assign with { Count = 30 }] : [deed]), "asks for more than a quota allows");

    [Fact]
    public void Who_routes_nothing_is_found() => Finds(allocator => new Saboteur(allocator, deed => deed is CreateRoute ? [] : [deed]), "route entries");

    private static NodeNetworkSpec Kept(NodeNetworkSpec spec) => spec with
    {
        Interfaces = [.. spec.Interfaces.Select(eni => eni with { Retiring = false, Ranges = [.. eni.Ranges.Select(range => range with { Retiring = false })] })],
    };
}
