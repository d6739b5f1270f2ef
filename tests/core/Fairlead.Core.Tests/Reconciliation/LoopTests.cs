using Fairlead.Reconciliation;
using Fairlead.Testing.Worlds;

namespace Fairlead.Core.Tests.Reconciliation;

public sealed class LoopTests
{
    [Fact]
    public async Task Writers_on_many_threads_are_all_served_and_the_loop_stops()
    {
        var reconciler = new Reconciler(TimeProvider.System, new ReconcilerOptions());
        var world = new MemoryTarget<string, Word>("rows");
        var table = reconciler.Add(world);
        var loop = new ReconcilerLoop(reconciler);
        loop.Start();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await reconciler.Write().Upsert(table, $"{writer}-{i}", new Word("x")).Commit().Completion;
                if (i % 2 == 0)
                {
                    await reconciler.Write().Delete(table, $"{writer}-{i}").Commit().Completion;
                }
            }
        }))).WaitAsync(TimeSpan.FromSeconds(30));
        await loop.StopAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(400, world.World.Count);
        Assert.True(world.Batches.Count <= 1200);
    }

    [Fact]
    public async Task A_bug_in_a_target_ends_the_loop_and_is_told()
    {
        var reconciler = new Reconciler(TimeProvider.System, new ReconcilerOptions());
        var world = new MemoryTarget<string, Word>("rows") { Applying = _ => throw new InvalidOperationException("a bug") };
        var table = reconciler.Add(world);
        var loop = new ReconcilerLoop(reconciler);
        loop.Start();
        reconciler.Write().Upsert(table, "a", new Word("x")).Commit();
        var bug = await Assert.ThrowsAsync<InvalidOperationException>(() => loop.Completion.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("a bug", bug.Message);
    }
}
