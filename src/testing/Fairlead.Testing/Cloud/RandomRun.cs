using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;

namespace Fairlead.Testing.Cloud;

/// <summary>Many moves on a large cloud, each held against the invariants and all of it at the end: for measurements.</summary>
public static class RandomRun
{
    /// <summary>A cloud with so many ENIs, 130,000 at most, so that what is measured is not an empty one.</summary>
    public static CloudRun Grown(int interfaces)
    {
        var run = new CloudRun(RandomWorld.Large(CloudSettings.Immediate), RandomWorld.Start);
        for (var i = 0; run.State.Interfaces.Count < interfaces; i++)
        {
            run.Make(new CloudMove(MoveKind.CreateInterface, i, 4 * i, 2 + (16 * i)));
        }

        return run;
    }

    /// <returns>The first faults found; empty for a cloud that stayed whole.</returns>
    public static IReadOnlyList<string> Make(CloudRun run, int moves, int seed)
    {
        var calls = new RandomCalls(seed, RandomMix.Busy);
        for (var i = 0; i < moves; i++)
        {
            if (run.Make(calls.Next()) is { Count: > 0 } faults)
            {
                return faults;
            }
        }

        return CloudInvariants.Check(run.State);
    }
}
