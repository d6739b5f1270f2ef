using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fairlead.Bench.Cloud.Packets;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cloud.Measures;

/// <summary>What the API says and what packets do: how far a host's NICs are behind.</summary>
internal static class NicMeasure
{
    public static void Run(BenchContext bench)
    {
        bench.Say("NICs");
        string[] own = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-root-user"];
        string[] words = [.. own, "--net", "--mount", "--fork", "--kill-child", Environment.ProcessPath!, typeof(NicMeasure).Assembly.Location, NicRun.Word, bench.Rounds.ToString(CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo("unshare", words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (process.StandardOutput.ReadLine() is not { } line)
        {
            process.WaitForExit();
            bench.Facts.Add(("left out", $"NICs: {errors.Result.Trim().Split('\n')[0]}"));
            return;
        }

        process.WaitForExit();
        var times = JsonSerializer.Deserialize<NicTimes>(line)!;
        var (attached, returned) = (Spread.Of(times.Attached), Spread.Of(times.Returned));
        bench.Add(new Figure("from InUse to the first packet at the host's NIC", attached, "ms", null, attached.P90, Bound.AtMost, 50) { Note = "judged at the 90th percentile" });
        bench.Add(new Figure("a NIC whose namespace died, to the first packet at the one made anew", returned, "ms", null, returned.P90, Bound.AtMost, 100) { Note = "judged at the 90th percentile" });
    }
}
