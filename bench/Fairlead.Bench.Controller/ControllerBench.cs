using Fairlead.Bench.Controller.Measures;
using Fairlead.Bench.Report;
using Fairlead.Simulation.Checks;
using Fairlead.Simulation.Scenarios;

namespace Fairlead.Bench.Controller;

/// <summary>Measures what the controller decides, in virtual time; no root is needed.</summary>
internal static class ControllerBench
{
    private static readonly Dictionary<string, Action<BenchContext>> Measures = new()
    {
        ["join"] = JoinMeasure.Run,
        ["churn"] = ChurnMeasure.Run,
        ["burst"] = BurstMeasure.Run,
        ["fleet"] = FleetMeasure.Run,
        ["large"] = LargeMeasure.Run,
    };

    public static int Run(string[] arguments)
    {
        if (BenchOptions.Read("bench/controller", arguments, Measures.Keys, rounds: 1000) is not { } options)
        {
            return 2;
        }

        try
        {
            var bench = new BenchContext(options.Rounds, what => Console.Error.WriteLine($"bench: {what}"));
            foreach (var name in options.Only)
            {
                Measures[name](bench);
            }

            ResultWriter.Write([.. Machine.Facts(), ("the emulated cloud's limits", ScenarioCloud.Limits), .. bench.Facts], bench.Figures, options.Json, Console.Out);
            return bench.Figures.Any(figure => figure.IsMet == false) ? 1 : 0;
        }
        catch (BrokenRuleException broken)
        {
            Console.Error.WriteLine($"bench/controller: {broken.Message}");
            return 3;
        }
    }
}
