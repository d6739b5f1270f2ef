using Fairlead.Bench.Datapath.Load;

namespace Fairlead.Bench.Datapath.Measures;

/// <summary>The thread that is client and server of every case, on one processor, ahead of whatever else wants it.</summary>
internal static class LoadThread
{
    // Short, so that all cases of a round are measured within a second.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    // As far as root's programs usually go; without the right to it the priority stays what it is.
    private const int Priority = -15;

    /// <summary>Runs rounds, each with all kinds of load for all cases, starting with another case each time.</summary>
    public static void Run(IReadOnlyList<LoadCase> cases, Samples samples, int run, int rounds)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Prepare();
                Rounds(cases, samples, run, rounds);
            }
            catch (InvalidOperationException error)
            {
                failure = error;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            throw new InvalidOperationException(failure.Message, failure);
        }
    }

    private static void Rounds(IReadOnlyList<LoadCase> cases, Samples samples, int run, int rounds)
    {
        var lap = new Lap();
        foreach (var kind in LoadKind.All)
        {
            cases.ToList().ForEach(path => kind.Test(path, lap, Slice));
        }

        for (var round = 0; round < rounds; round++)
        {
            samples.BeginRound(run);
            foreach (var kind in LoadKind.All)
            {
                for (var i = 0; i < cases.Count; i++)
                {
                    var path = cases[(i + round) % cases.Count];
                    samples.Add(path.Name, kind.Name, kind.Test(path, lap, Slice));
                }
            }
        }
    }

    private static unsafe void Prepare()
    {
        var processor = 1UL << Math.Min(Environment.ProcessorCount - 1, 63);
        _ = Native.sched_setaffinity(0, sizeof(ulong), &processor);
        _ = Native.setpriority(0, 0, Priority);
        // In a table of descriptors that threads share, each call takes and drops a reference: 3 % of a datagram, on both sides of a ratio.
        _ = Native.unshare(Native.OwnDescriptors);
    }
}
