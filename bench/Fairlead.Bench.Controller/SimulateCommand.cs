using System.Diagnostics;
using System.Globalization;
using Fairlead.Simulation.Worlds;

namespace Fairlead.Bench.Controller;

/// <summary><c>bench/simulate</c>: random worlds from their seeds.</summary>
internal static class SimulateCommand
{
    private const string Usage = "usage: bench/simulate [--seeds N] [--from SEED] [--seed SEED] [--fixed true]";

    // Of a failing world among many: the seed says the rest.
    private const int MostWords = 400;

    public static int Run(string[] words)
    {
        var (first, count, isAlone, keepsAddresses) = (1UL, 1000, false, false);
        for (var i = 0; i < words.Length; i += 2)
        {
            var isNumber = ulong.TryParse(i + 1 < words.Length ? words[i + 1] : "", NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (words[i])
            {
                case "--seeds" when isNumber && number is > 0 and <= int.MaxValue:
                    count = (int)number;
                    break;
                case "--from" when isNumber:
                    first = number;
                    break;
                case "--seed" when isNumber:
                    (first, count, isAlone) = (number, 1, true);
                    break;
                case "--fixed" when i + 1 < words.Length && bool.TryParse(words[i + 1], out keepsAddresses):
                    break;
                default:
                    Console.Error.WriteLine($"bench/simulate: '{string.Join(' ', words.Skip(i).Take(2))}' is not understood\n{Usage}");
                    return 2;
            }
        }

        return isAlone ? One(first, keepsAddresses) : Many(first, count, keepsAddresses);
    }

    private static int One(ulong seed, bool keepsAddresses)
    {
        var story = RandomWorld.Run(seed, keepsAddresses, out var cluster);
        Console.WriteLine(story ?? $"seed {seed}: {WorldPlan.Of(seed, keepsAddresses)}");
        Console.WriteLine($"{cluster.Time.Steps} steps, {cluster.Adds.Count} pods, longest wait {cluster.Adds.Longest:0.0} s, fingerprint {cluster.Chronicle.Fingerprint:x16}");
        return story is null ? 0 : 1;
    }

    private static int Many(ulong first, int count, bool keepsAddresses)
    {
        var watch = Stopwatch.StartNew();
        var result = SeedRange.Run(first, count, keepsAddresses, (_, story) =>
        {
            var lines = story.Split('\n');
            Console.WriteLine($"{lines[0][..Math.Min(MostWords, lines[0].Length)]}\n    {lines[1]}");
        });
        Console.WriteLine($"{result.Worlds} worlds from seed {first} on, {result.Failed.Count} failed; {result.Steps} steps, {result.Pods} pods, {watch.Elapsed.TotalSeconds:0.0} s");
        if (result.Failed.Count > 0)
        {
            Console.WriteLine($"the story of one: bench/simulate --seed {result.Failed.Keys.First()}");
        }

        return result.Failed.Count == 0 ? 0 : 1;
    }
}
