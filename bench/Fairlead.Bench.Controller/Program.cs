using Fairlead.Simulation.Plans;
using Fairlead.Simulation.Scenarios;
var times = Enumerable.Range(1, 100).Select(seed => BurstScenario.Run((ulong)seed, s => new StepwisePlan(args[0] == "t" ? StepwiseRules.Terway : StepwiseRules.WarmEni, s))).Select(t => t?.TotalSeconds ?? -1).Order().ToList();
Console.WriteLine($"{times[0]} {times[50]} {times[99]}");
