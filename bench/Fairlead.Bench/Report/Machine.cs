namespace Fairlead.Bench.Report;

/// <summary>Where a figure was measured: without it no two results can be compared.</summary>
public static class Machine
{
    public static IReadOnlyList<(string Name, string Value)> Facts() =>
    [
        ("kernel", File.ReadAllText("/proc/sys/kernel/osrelease").Trim()),
        ("processors", $"{Environment.ProcessorCount} x {Processor()}"),
        ("load", File.ReadAllText("/proc/loadavg").Trim()),
    ];

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";
}
