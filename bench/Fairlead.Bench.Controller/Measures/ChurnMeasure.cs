namespace Fairlead.Bench.Controller.Measures;

internal static class ChurnMeasure
{
    public static void Run(BenchContext bench) => bench.Say("Churn");
}
