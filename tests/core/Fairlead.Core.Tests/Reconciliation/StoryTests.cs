using Fairlead.Reconciliation;
using Fairlead.Testing.Worlds;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Core.Tests.Reconciliation;

/// <summary>Whatever the way, the end is the same: expanders over random stories, with a world that refuses now and then.</summary>
public sealed class StoryTests
{
    private static readonly string[] Keys = ["a", "b", "c", "pod/a", "pod/b"];

    [Fact]
    public void Every_expansion_of_a_story_ends_in_the_same_world() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100),
        Prop.ForAll(Story().ToArbitrary(), story => Expanders.Expand(story.States).All(variant => Play(variant.Steps, story.Seed))));

    private static Gen<(List<Dictionary<string, string>> States, int Seed)> Story()
    {
        var value = Gen.Elements("x", "y", "z", "");
        var state = value.ArrayOf(Keys.Length).Select(values =>
            Keys.Zip(values).Where(pair => pair.Second.Length > 0).ToDictionary(pair => pair.First, pair => pair.Second));
        return from length in Gen.Choose(1, 5)
               from states in state.ListOf(length)
               from seed in Gen.Choose(1, 1_000_000)
               select (states.ToList(), seed);
    }

    private static bool Play(IReadOnlyList<StoryStep<Dictionary<string, string>>> steps, int seed)
    {
        var bench = new Bench("planner");
        var chance = new Random(seed);
        bench.FirstWorld.Refuse = _ => chance.Next(4) == 0 ? Bench.Refusal() : null;
        bench.SecondWorld.Refuse = _ => chance.Next(4) == 0 ? Bench.Refusal() : null;
        bench.FirstWorld.RemovesSlowly = true;
        var before = new Dictionary<string, Word>();
        foreach (var step in steps)
        {
            if (step.Restart)
            {
                bench.FirstWorld.EndRemovals();
                bench.Restart("planner");
                before = [];
                continue;
            }

            var after = step.State!.ToDictionary(row => row.Key, row => new Word(row.Value));
            bench.Reconciler.Write().Replace(bench.First, before, after).Replace(bench.Second, before, after).Commit();
            bench.Reconciler.Reported("planner");
            before = after;
            Disturb(bench, chance);
            bench.Reconciler.Step();
        }

        for (var i = 0; i < 40; i++)
        {
            bench.FirstWorld.EndRemovals();
            bench.Advance(10);
        }

        var end = steps[^1].State!;
        return bench.Reconciler.IsInSync && Same(bench.FirstWorld, end) && Same(bench.SecondWorld, end) &&
            bench.First.Lines().All(line => line.Status == RowStatus.Done && line.Wanted == line.Kernel);
    }

    // Somebody else on the machine.
    private static void Disturb(Bench bench, Random chance)
    {
        var key = Keys[chance.Next(Keys.Length)];
        _ = chance.Next(3) switch
        {
            0 => bench.SecondWorld.World.Remove(key),
            // A namespace in which nothing is wished is not visited: it goes with its pod.
            1 when !key.Contains('/') => bench.SecondWorld.World.TryAdd(key, new Word("stray")),
            _ => false,
        };
    }

    private static bool Same(MemoryTarget<string, Word> world, Dictionary<string, string> end) =>
        world.World.OrderBy(row => row.Key).Select(row => (row.Key, row.Value.Text))
            .SequenceEqual(end.OrderBy(row => row.Key).Select(row => (row.Key, row.Value)));
}
