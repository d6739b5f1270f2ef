namespace Fairlead.Bench.Controller.Measures;

internal static class JoinMeasure
{
    public static void Run(BenchContext bench) => bench.Say("Join");
}
