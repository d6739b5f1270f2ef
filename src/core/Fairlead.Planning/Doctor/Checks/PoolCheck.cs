using System.Globalization;

namespace Fairlead.Planning.Doctor.Checks;

/// <summary>Whether the next pod gets an address.</summary>
internal static class PoolCheck
{
    private const string Area = "addresses";

    public static IEnumerable<Diagnosis> Examine(NodeChart chart) => chart.Report is not { } report ? [] :
    [
        .. report.Pools.Where(pool => pool.Capacity > 0).Select(Examine),
        .. report.Refused == 0 ? [] : new[] { Diagnosis.Note(Area, "pool", $"{report.Refused} attachments were refused for want of an address since the agent started") },
    ];

    private static Diagnosis Examine(PoolReport pool)
    {
        var use = string.Create(CultureInfo.InvariantCulture, $"{pool.Leased} of {Number(pool.Capacity)} addresses in use, {pool.Resting} resting, {Kept(pool)}{Number(pool.Free)} free");
        return pool switch
        {
            { Free: 0, Resting: 0 } => Diagnosis.Trouble(Area, pool.Family, $"exhausted: {use}", "a free address", "delete pods, or give the node another slice (podSlices); until then the next pod does not start"),
            { Free: 0 } => Diagnosis.Note(Area, pool.Family, $"{use}: the next pod takes one that has not rested for long"),
            _ => Diagnosis.Fine(Area, pool.Family, use),
        };
    }

    private static string Kept(PoolReport pool) =>
        pool.Kept == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{pool.Kept} kept for the names of pods that are not there, ");

    private static string Number(double count) => count < 1e6 ? count.ToString("0", CultureInfo.InvariantCulture) : "a great many";
}
