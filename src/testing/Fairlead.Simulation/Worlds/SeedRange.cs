using System.Collections.Concurrent;

namespace Fairlead.Simulation.Worlds;

/// <summary>What a number of worlds came to.</summary>
/// <param name="Failed">By seed: the whole story.</param>
public sealed record SeedResult(long Worlds, long Steps, long Pods, IReadOnlyDictionary<ulong, string> Failed);

/// <summary>Random worlds, one after the other on each processor.</summary>
public static class SeedRange
{
    /// <param name="failed">Called at once for each world in which a rule was broken, by whichever thread.</param>
    public static SeedResult Run(ulong first, int count, bool keepsAddresses = false, Action<ulong, string>? failed = null)
    {
        var stories = new ConcurrentDictionary<ulong, string>();
        var (worlds, steps, pods) = (0L, 0L, 0L);
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var seed = first + (ulong)i;
            var story = RandomWorld.Run(seed, keepsAddresses, out var cluster);
            Interlocked.Increment(ref worlds);
            Interlocked.Add(ref steps, cluster.Time.Steps);
            Interlocked.Add(ref pods, cluster.Adds.Count);
            if (story is not null)
            {
                stories[seed] = story;
                failed?.Invoke(seed, story);
            }
        });
        return new SeedResult(worlds, steps, pods, stories.OrderBy(story => story.Key).ToDictionary());
    }
}
