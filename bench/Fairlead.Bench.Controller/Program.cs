using Fairlead.Allocation;
using Fairlead.Simulation.Plans;
using Fairlead.Simulation.Scenarios;
using Fairlead.Simulation.Worlds;
if (args[0] == "s")
{
    var w = System.Diagnostics.Stopwatch.StartNew();
    var bad = new Dictionary<string,int>();
    var first = ulong.Parse(args[1]); var n = ulong.Parse(args[2]);
    for (var seed = first; seed < first + n; seed++)
    {
        var story = RandomWorld.Run(seed, out var c);
        if (n == 1) { Console.WriteLine(story ?? "ok"); Console.WriteLine($"{c.Time.Steps} steps {c.Adds.Count} adds longest {c.Adds.Longest} {c.Chronicle.Fingerprint:x}"); }
        else if (story is not null) { var l = story.Split((char)10)[0]; var m = story.Split((char)10)[1]; Console.WriteLine(l[..Math.Min(200, l.Length)] + "   ||| " + m); }
    }
    Console.WriteLine($"{w.Elapsed}");
    return;
}
Func<ulong,long,IAllocator>? f = args[0] switch { "t" => (s,_) => new StepwisePlan(StepwiseRules.Terway, s), "w" => (s,_) => new StepwisePlan(StepwiseRules.WarmEni, s), _ => null };
var times = Enumerable.Range(1, 100).Select(seed => BurstScenario.Run((ulong)seed, f)).Select(t => t?.TotalSeconds ?? -1).Order().ToList();
Console.WriteLine($"{times[0]} {times[50]} {times[99]}");
