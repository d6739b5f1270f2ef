namespace Fairlead.Bench.Controller.Measures;

internal static class FleetMeasure
{
    public static void Run(BenchContext bench) => bench.Say("Fleet");
}
